"""Names, streets and towns that tools/people.py makes records of. Own lists; a person's first name, surname and street meet at random."""

# ruff: noqa: E501
GIVEN = {
    "nl": """Jan Piet Kees Henk Willem Hans Gerrit Dirk Johan Bram Daan Sem Lucas Thijs Ruben Jeroen Martijn Sander Bas Niels Wouter Tom Tim Rik
    Joost Maarten Stefan Erik Marcel Peter Rob Frank Ronald Mark Michiel Paul Anna Els Marieke Sanne Lotte Emma Julia Sophie Eva Lisa Femke Anouk
    Linda Ingrid Petra Monique Wilma Ria Truus Annie Johanna Maria Elisabeth Cornelia Catharina Margriet Hanneke Ilse Iris Fleur Noor Saskia Esther
    Fatima Mohammed Youssef Aisha Johannes Cornelis Jacobus Hendrik Hendrika Wilhelmina Jacob Nicolaas Antonius Marijke Karin Yvonne Bart Koen Gijs
    Roos Mila Zoë Noah Levi Finn Jesse Luuk Tess Lieke Merel Jasmijn Nienke Wendy Chantal Manon Joyce Kim Sjoerd Jelle Hidde Fenna Ylva Tjeerd""",
    "en": """James John Robert Michael William David Richard Thomas Charles Daniel Matthew Anthony Mark Paul Steven Andrew Kenneth Joshua George Kevin
    Brian Edward Ronald Timothy Jason Jeffrey Ryan Jacob Gary Nicholas Eric Stephen Jonathan Larry Mary Patricia Jennifer Linda Elizabeth Barbara
    Susan Jessica Sarah Karen Nancy Margaret Lisa Betty Dorothy Sandra Ashley Kimberly Donna Emily Michelle Carol Amanda Melissa Deborah Stephanie
    Rebecca Laura Sharon Cynthia Kathleen Amy Angela Shirley Anna Ruth Brenda Pamela Nicole Katherine Samantha Christine Emma Catherine Olivia
    Sophie Grace Chloe Lucy Holly Oliver Harry Jack Alfie Freddie Archie Gareth Rhys Callum Alasdair Siobhan Niamh Aoife Gemma Priya Imran""",
    "de": """Hans Peter Klaus Wolfgang Jürgen Dieter Manfred Uwe Günter Horst Bernd Helmut Werner Gerhard Michael Thomas Andreas Stefan Christian
    Martin Frank Markus Alexander Matthias Sebastian Daniel Tobias Jan Florian Lukas Leon Jonas Felix Maximilian Paul Anna Maria Ursula Monika
    Petra Elisabeth Sabine Renate Helga Karin Brigitte Ingrid Erika Andrea Gisela Claudia Susanne Gabriele Christa Christine Birgit Heike Barbara
    Stefanie Nicole Julia Katharina Laura Lena Sophie Hannah Mia Emma Johanna Franziska Anja Silke Jutta Bärbel Käthe Jörg Götz Ömer Ayşe Mehmet
    Friedrich Heinrich Wilhelm Margarete Josef Johannes Ulrich Ulrike Kerstin Melanie Vanessa Carolin Svenja Malte Thorben Henrik Rüdiger""",
    "fr": """Jean Pierre Michel André Philippe René Louis Alain Jacques Bernard Marcel Daniel Roger Robert Paul Claude Christian Henri Georges Nicolas
    François Laurent Guillaume Julien Thomas Antoine Alexandre Maxime Hugo Lucas Théo Mathieu Sébastien Olivier Pascal Thierry Marie Jeanne Françoise
    Monique Catherine Nathalie Isabelle Jacqueline Anne Sylvie Martine Madeleine Nicole Suzanne Hélène Christine Marguerite Denise Louise Christiane
    Valérie Sophie Céline Julie Camille Léa Manon Chloé Emma Sarah Inès Élodie Aurélie Émilie Sandrine Véronique Brigitte Amélie Clémence Juliette
    Mohamed Karim Yasmine Samira Mathilde Agathe Zoé Gaëlle Yann Loïc Maëlle Benoît Étienne Gérard Josiane Ludovic Cédric Fabrice Noémie""",
}
SURNAME = {
    "nl": """de Jong|Jansen|de Vries|van den Berg|van Dijk|Bakker|Janssen|Visser|Smit|Meijer|de Boer|Mulder|de Groot|Bos|Vos|Peters|Hendriks|van Leeuwen
    Dekker|Brouwer|de Wit|Dijkstra|Smits|de Graaf|van der Meer|van der Linden|Kok|Jacobs|de Haan|Vermeulen|van den Heuvel|van der Veen|van den Broek
    de Bruijn|de Bruin|van der Heijden|Schouten|van Beek|Willems|van Vliet|van de Ven|Hoekstra|Maas|Verhoeven|Koster|van Dam|van der Wal|Prins|Blom
    Huisman|Peeters|Kuijpers|van Veen|Kuiper|Veenstra|Kramer|van den Brink|Scholten|van Wijk|Postma|Martens|Vink|de Ruiter|Timmermans|Groen|Gerritsen
    Jonker|van Loon|Boer|van der Velde|Willemsen|Smeets|de Lange|de Vos|Bosch|van Dongen|Schipper|de Koning|van der Laan|Koning|Driessen|van Doorn
    Hermans|Evers|van den Bosch|van der Meulen|Hofman|Bosman|Wolters|Sanders|Ouwehand|Zijlstra|van 't Hof|ter Horst|El Amrani|Yildiz|Tjon-A-Fat""",
    "en": """Smith|Jones|Taylor|Brown|Williams|Wilson|Johnson|Davies|Robinson|Wright|Thompson|Evans|Walker|White|Roberts|Green|Hall|Wood|Jackson|Clarke
    Harris|Clark|Turner|Hill|Moore|Cooper|Ward|Morris|King|Watson|Baker|Morgan|Allen|Young|Scott|Mitchell|Anderson|Phillips|Lee|Bell|Parker|Davis
    Bennett|Miller|Cook|Shaw|Richardson|Carter|Collins|Marshall|Bailey|Gray|Cox|Adams|Wilkinson|Foster|Chapman|Mason|Russell|Powell|Webb|Rogers
    Hunt|Mills|Holmes|Palmer|Matthews|Fisher|Barnes|Knight|Lloyd|Butler|Barker|Stevens|Jenkins|Dixon|Fletcher|O'Brien|O'Neill|McDonald|MacLeod
    Fitzgerald|Hargreaves|Featherstone|Ashworth|Pemberton|Thistlethwaite|Patel|Khan|Singh|Okafor|Llewellyn|Kinsella|Abernathy|Winterbourne""",
    "de": """Müller|Schmidt|Schneider|Fischer|Weber|Meyer|Wagner|Becker|Schulz|Hoffmann|Schäfer|Koch|Bauer|Richter|Klein|Wolf|Schröder|Neumann|Schwarz
    Zimmermann|Braun|Krüger|Hofmann|Hartmann|Lange|Schmitt|Werner|Schmitz|Krause|Meier|Lehmann|Schmid|Schulze|Maier|Köhler|Herrmann|König|Walter|Mayer
    Huber|Kaiser|Fuchs|Peters|Lang|Scholz|Möller|Weiß|Jung|Hahn|Schubert|Vogel|Friedrich|Keller|Günther|Frank|Berger|Winkler|Roth|Beck|Lorenz|Baumann
    Franke|Albrecht|Schuster|Simon|Ludwig|Böhm|Winter|Kraus|Martin|Schumacher|Krämer|Vogt|Stein|Jäger|Otto|Sommer|Groß|Seidel|Heinrich|Brandt|Haas
    Schreiber|Graf|Dietrich|Ziegler|Kuhn|Kühn|Pohl|Engel|Horn|Busch|Bergmann|von der Heide|von Ahlefeld|zum Felde|Yilmaz|Öztürk|Kowalski|Nowak""",
    "fr": """Martin|Bernard|Dubois|Thomas|Robert|Richard|Petit|Durand|Leroy|Moreau|Simon|Laurent|Lefebvre|Michel|Garcia|David|Bertrand|Roux|Vincent|Fournier
    Morel|Girard|André|Lefèvre|Mercier|Dupont|Lambert|Bonnet|François|Martinez|Legrand|Garnier|Faure|Rousseau|Blanc|Guérin|Muller|Henry|Roussel|Nicolas
    Perrin|Morin|Mathieu|Clément|Gauthier|Dumont|Lopez|Fontaine|Chevalier|Robin|Masson|Sanchez|Gérard|Nguyen|Boyer|Denis|Lemaire|Duval|Joly|Gautier
    Roger|Roche|Roy|Noël|Meyer|Lucas|Meunier|Jean|Perez|Marchand|Dufour|Blanchard|Marie|Barbier|Brun|Dumas|Brunet|Schmitt|Leroux|Colin|Renard|Arnaud
    Le Goff|Le Gall|de la Tour|du Plessis|d'Arcy|de Montclos|Benali|Haddad|Traoré|Diallo|Kerjean|Le Bihan|Castelnau|Beaumarchand|Vasseur""",
}
STREET = {
    "nl": """Dorpsstraat Kerkstraat Schoolstraat Molenstraat Hoofdstraat Stationsweg Julianastraat Beatrixlaan Nieuwstraat Molenweg Parallelweg Wilhelminastraat
    Kastanjelaan Eikenlaan Beukenlaan Lindelaan Marktplein Industrieweg Burgemeesterlaan Oranjestraat Sportlaan Prinsengracht Zuiderkade Lijsterstraat
    Merelstraat Vinkenlaan Tulpstraat Rozenstraat Anjerlaan Esdoornlaan Noorderweg Haven Achterom Brink Veldweg Kruisweg Boslaan Singel Dijkweg Grachtstraat""",
    "en": """High_Street Station_Road Main_Street Park_Road Church_Road Church_Street London_Road Victoria_Road Green_Lane Manor_Road Church_Lane Park_Avenue The_Avenue
    The_Crescent Queens_Road New_Road Grange_Road Kings_Road Kingsway Windsor_Road Highfield_Road Mill_Lane Alexander_Road York_Road St_Johns_Road Main_Road
    Broadway King_Street The_Green Springfield_Road George_Street Park_Lane Victoria_Street Albert_Road Queensway New_Street Chestnut_Drive Larkspur_Close""",
    "de": """Hauptstraße Schulstraße Gartenstraße Bahnhofstraße Dorfstraße Bergstraße Birkenweg Lindenstraße Kirchstraße Waldstraße Ringstraße Schillerstraße Goethestraße
    Amselweg Wiesenweg Jahnstraße Am_Sportplatz Buchenweg Feldstraße Mühlenweg Rosenstraße Friedhofstraße Ahornweg Im_Winkel Tannenweg Blumenstraße Eichenweg
    Industriestraße Poststraße Talstraße Kapellenweg Marktplatz Am_Bach Mozartstraße Drosselweg Tulpenweg Finkenweg Lerchenweg Sonnenallee Brunnengasse""",
    "fr": """rue_de_l'Église place_de_l'Église rue_du_Moulin rue_des_Écoles Grande_Rue rue_de_la_Mairie rue_du_Château rue_de_la_Gare rue_Principale rue_du_Stade
    rue_de_la_Fontaine rue_Pasteur avenue_de_la_République rue_Victor_Hugo rue_des_Jardins rue_de_la_Paix chemin_des_Vignes impasse_des_Lilas boulevard_Carnot
    rue_du_8_Mai_1945 rue_des_Acacias rue_Saint_Jean allée_des_Tilleuls rue_Neuve rue_des_Tanneurs quai_du_Canal chemin_du_Bois rue_Jean_Jaurès rue_du_Lavoir""",
}
TOWN = {
    "nl": "Utrecht Amsterdam Rotterdam Den_Haag Eindhoven Groningen Tilburg Almere Breda Nijmegen Apeldoorn Arnhem Haarlem Zwolle Leiden Gouda Delft Assen Meppel Sneek",
    "en": "London Birmingham Leeds Glasgow Sheffield Manchester Bristol Coventry Leicester Bradford Cardiff Belfast Oxford York Derby Exeter Bath Stirling Kendal Whitby",
    "de": "Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dortmund Essen Bremen Dresden Hannover Nürnberg Bonn Münster Kiel Ulm Fulda Celle",
    "fr": "Paris Marseille Lyon Toulouse Nice Nantes Montpellier Strasbourg Bordeaux Lille Rennes Reims Toulon Grenoble Dijon Angers Nîmes Brest Tours Annecy",
}
PROVIDERS = {
    "nl": "gmail.com gmail.com hotmail.com outlook.com ziggo.example kpn.example live.nl icloud.com",
    "en": "gmail.com gmail.com hotmail.co.uk yahoo.example outlook.com btmail.example icloud.com",
    "de": "gmail.com web.example gmx.example t-net.example outlook.de posteo.de",
    "fr": "gmail.com orange.example free.example laposte.example hotmail.fr outlook.fr",
}
