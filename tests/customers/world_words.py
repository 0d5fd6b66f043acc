"""Words of made-up worlds: first names, surnames, streets and towns of four languages, syllables, slips of hand, ear and scanner."""

_GIVEN = {
    "nl": """
Jan|Johannes|Piet|Pieter|Kees|Cornelis|Sanne|Lotte|Emma|Anna|Anneke|Maria|Ria|Wilhelmina|Willem|Wim|Hendrik|Henk|Joost|Bram|Daan
Sem|Lucas|Thijs|Matthijs|Ruben|Femke|Fleur|Iris|Eva|Sophie|Julia|Tess|Noor|Marijke|Ingrid|Gerda|Truus|Els|Elisabeth|Jeroen
Maarten|Sjoerd|Wouter|Rob|Robert|Koen|Tim|Mohammed|Fatima|Youssef|Aïcha|Emre|Ayşe
""",
    "en": """
James|John|William|Bill|Robert|Bob|Thomas|Tom|George|Mary|Margaret|Elizabeth|Liz|Sarah|Emily|Olivia|Amelia|Jessica|Harry|Jack
Oliver|Charlie|Leo|Arthur|Alfie|Noah|Grace|Lily|Isla|Ava|Mia|Chloe|Ruby|Daniel|Samuel|Joseph|Benjamin|Michael|Mike|Christopher
Chris|Katherine|Kate|Rebecca|Siobhan|Niamh|Priya|Aarav|Wei|Ling|Patrick|Edward|Henry|Walter|Florence|Edith
""",
    "de": """
Hans|Johann|Peter|Wolfgang|Klaus|Jürgen|Uwe|Stefan|Stephan|Andreas|Thomas|Michael|Sabine|Petra|Monika|Ursula|Renate|Heike|Karin
Birgit|Katharina|Kathrin|Anna|Lena|Leonie|Hannah|Mia|Lukas|Jonas|Finn|Ben|Paul|Felix|Maximilian|Max|Friedrich|Fritz|Karl|Heinz
Günther|Björn|Jörg|Käthe|Sönke|Mehmet|Elif|Dieter|Gisela|Ingeborg
""",
    "fr": """
Jean|Pierre|Michel|André|Philippe|Alain|Bernard|Jacques|Jean-Pierre|Jean-Luc|Marie|Marie-Claire|Françoise|Monique|Nathalie
Isabelle|Sylvie|Catherine|Sandrine|Chloé|Léa|Manon|Camille|Zoé|Inès|Hugo|Lucas|Louis|Nathan|Gabriel|Raphaël|Théo|Benoît|Hervé
Noël|Anaïs|Héloïse|Geneviève|Odile|Khadija|Mamadou|Thierry|Didier|Gérard
""",
}
_SURNAME = {
    "nl": """
de Jong|Jansen|Janssen|de Vries|van den Berg|van Dijk|Bakker|Visser|Smit|Meijer|Meyer|de Boer|Mulder|de Groot|Bos|Vos|Peters
Hendriks|van Leeuwen|Dekker|Brouwer|de Wit|Dijkstra|Smits|de Graaf|van der Meer|van der Linden|Kok|Jacobs|de Haan|Vermeulen
van den Heuvel|van der Veen|van den Broek|de Bruijn|de Bruin|van 't Hof|ter Horst|op den Akker|Hoekstra|Yılmaz|El Amrani|Ouali
Postma|Huisman|Schouten|Wolters|Kuipers
""",
    "en": """
Smith|Jones|Taylor|Brown|Williams|Wilson|Johnson|Davies|Robinson|Wright|Thompson|Evans|Walker|White|Roberts|Green|Hall|Wood
Jackson|Clarke|Clark|O'Brien|O'Connor|McDonald|MacDonald|Murphy|Kelly|Patel|Khan|Singh|Ahmed|Begum|Lee|Chen|Wang|Harris|Cooper
King|Turner|Hughes|Edwards|Hill|Moore|Shaw|Read|Reid|Fletcher|Ashworth|Penhaligon|Featherstone
""",
    "de": """
Müller|Schmidt|Schneider|Fischer|Weber|Meyer|Maier|Meier|Wagner|Becker|Schulz|Schulze|Hoffmann|Hofmann|Schäfer|Koch|Bauer
Richter|Klein|Wolf|Schröder|Schroeder|Neumann|Schwarz|Zimmermann|Braun|Krüger|Hartmann|Lange|Werner|Krause|von Arnim
zu Hohenfels|Großmann|Strauß|Öztürk|Kaya|Demir|Kowalski|Nowak|Vogel|Keller|Günther|Frank|Jäger|Böhm
""",
    "fr": """
Martin|Bernard|Thomas|Petit|Robert|Richard|Durand|Dubois|Moreau|Laurent|Simon|Michel|Lefebvre|Lefèvre|Leroy|Roux|David|Bertrand
Morel|Fournier|Girard|Bonnet|Dupont|Dupond|Lambert|Fontaine|Rousseau|Vincent|Müller|Lefort|de La Tour|d'Aubigné|Le Gall|Le Goff
N'Diaye|Diallo|Benali|Nguyen|Garnier|Faure|Mercier|Blanc|Guérin|Boyer|Chevalier
""",
}
_STREETS = {
    "nl": """
Dorpsstraat|Kerkstraat|Schoolstraat|Molenweg|Julianalaan|Wilhelminastraat|Oranjestraat|Stationsweg|Burg. de Vriesstraat
Prins Hendrikkade|Nieuwe Gracht|Lindenlaan|Eikenlaan|Beukenhof|Markt|Hoogstraat|Achterweg|Zuiderpark|Van Goghlaan|Rembrandtplein
Amstelkade|Oude Rijn
""",
    "en": """
High Street|Station Road|Church Lane|Victoria Road|Park Avenue|Manor Close|The Green|Mill Lane|Queens Drive|Kings Road
Albert Terrace|Chapel Street|London Road|Springfield Crescent|Windsor Gardens|St Johns Hill|York Place|Elm Grove|Meadow Way
Oakfield Court
""",
    "de": """
Hauptstraße|Bahnhofstraße|Gartenweg|Schulstr.|Dorfplatz|Lindenallee|Am Markt|Goethestraße|Schillerstraße|Bergstraße|Ringstraße
Mühlenweg|Birkenweg|Friedrich-Ebert-Straße|Kirchgasse|Waldstraße|An der Alster|Rosenweg|Marktplatz|Königsallee
""",
    "fr": """
rue de la Paix|avenue Victor Hugo|rue des Lilas|place de l'Église|chemin du Moulin|boulevard Gambetta|rue Pasteur
impasse des Roses|rue du Général de Gaulle|allée des Tilleuls|rue Jean Jaurès|quai de la Loire|rue Saint-Jacques|cours Mirabeau
rue de la République
""",
}
_TOWNS = {
    "nl": """
Amsterdam|Utrecht|Den Haag|'s-Hertogenbosch|Groningen|Eindhoven|Breda|Zwolle|Gouda|Leiden|Haarlem|Deventer|Ede|Oss|Assen|Sneek
Tiel|Goes|Venlo|Hoorn
""",
    "en": """
London|Leeds|York|Bristol|Bath|Manchester|Birmingham|Sheffield|Oxford|Cambridge|Norwich|Exeter|Derby|Hull|Luton|Truro|Durham|Ely
Dover|Kendal
""",
    "de": """
Berlin|Hamburg|München|Köln|Frankfurt am Main|Stuttgart|Düsseldorf|Leipzig|Dortmund|Essen|Bremen|Dresden|Hannover|Nürnberg|Bonn
Ulm|Trier|Kiel|Jena|Gera
""",
    "fr": """
Paris|Marseille|Lyon|Toulouse|Nice|Nantes|Strasbourg|Montpellier|Bordeaux|Lille|Rennes|Reims|Saint-Étienne|Toulon|Dijon|Angers
Brest|Nîmes|Tours|Metz
""",
}


def _listed(texts: dict[str, str]) -> dict[str, list[str]]:
    return {language: text.strip().replace("\n", "|").split("|") for language, text in texts.items()}


GIVEN, SURNAME, STREETS, TOWNS = _listed(_GIVEN), _listed(_SURNAME), _listed(_STREETS), _listed(_TOWNS)
"""By language, the common ones first."""
_ONSETS_WORDS = """
b br d dr f fl g gr h k kl l m n p pr r s sch sl st t tr v w z
"""
ONSETS = _ONSETS_WORDS.split()
_VOWELS_WORDS = """
a e i o u aa ee ie oe ou ei au
"""
VOWELS = _VOWELS_WORDS.split()
_CODAS_WORDS = """
l n r s t k m nd rs lt ck ng ld st ns
"""
CODAS = _CODAS_WORDS.split()
_ENDS_WORDS = """
sen man mans stra ma inga er ers berg feld haus son ley ton ard et eau ier ov ska
"""
ENDS = _ENDS_WORDS.split()
_DOMAINS_WORDS = """
gmail.com hotmail.com outlook.com ziggo.example kpn.example web.example orange.example free.example mail.example
"""
DOMAINS = _DOMAINS_WORDS.split()
_KEYS_WORDS = """
qwertyuiop asdfghjkl zxcvbnm
"""
KEYS = _KEYS_WORDS.split()
"""Rows of a keyboard."""
_OCR_PAIRS = """
rn=m m=rn l=1 o=0 S=5 e=c u=v h=b cl=d B=8 g=q i=l
"""
OCR = [(pair.partition("=")[0], pair.partition("=")[2]) for pair in _OCR_PAIRS.split()]
"""What a scanner takes for what."""
_SOUND_PAIRS = """
c=k k=c ph=f f=ph ie=y y=i ei=ai ou=oe z=s s=z ck=k th=t ij=y dt=t ae=e w=v ee=ea ll=l nn=n ss=s
"""
SOUND = [(pair.partition("=")[0], pair.partition("=")[2]) for pair in _SOUND_PAIRS.split()]
"""What sounds like what."""
