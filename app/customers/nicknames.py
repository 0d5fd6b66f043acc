"""Which first names stand for one another: short forms and spellings, Dutch, English, German and French. Own list.

A line is one group (indented lines go on); a name may stand in several (Jan: Johannes, Johan). Written without accents.
"""

from collections import defaultdict
from functools import lru_cache

_GROUPS = """
adriaan adri ad adrie arie adrian adrien ries
albert bert bertus ab appie al albertus elbert
alexander alex sander xander lex sascha sasha alec alexandre alessandro sandro lexi
alexandra sandra alex lexi sacha sasha xandra sandy alexia
alfred fred alf alfie fredi
alida lida aly alie
andreas andre andries andrew andy dries andi drew
angela angelique angie angelika geli angele
anna ann anne annie anneke annika anita hanna hannah an ans antje nan nancy anouk annette anja anni
antonius anton ton toon tonie tony toine teun anthony antoine toni antoon
antonia tonia toos antje toni antoinette toinette tonny netty
arnold arnoud nol arno noud arnaud arndt
barbara barb babs bar barbel babette babsi
bartholomeus bart mees barthel bartel
beatrix bea trix trixie beatrice beate bee
benjamin ben benny benno jamin benni
bernard bernhard ben bernd bert barend bernie berend
bernadette bernie detje berna nadette
bertha bertie berta
brigitte gitte brit gitta birgit brigitta bridget biddy
carolina carolien caroline carla lien line carrie karolina caro karoline karola carol
catharina catherine katharina catharine cathy kathy kate katie kitty katja kaatje trijntje toos karin rina tine trina kathleen
 cathrine kathrin katrin catrin cato katrien trien katy kat to
cecilia cecile cilia celia silke cis ciska
charles karel carel charlie carl karl chuck charly chas
charlotte lotte lot charlie lottie lotje charly
christiaan chris christian kris krischan christianus
christina christine christa chris stien tina kirsten stina christel stientje kristin kristina krista tine chrissie christiane
christoffel christopher chris stoffel kit christoph christophe toph topher kris
clara klara claire klaartje clare
claudia claudine clau
clemens clement klemens clem
cornelis kees cor cees corneel nelis cornelius corné corne
cornelia corrie cora nel nelleke neeltje cokkie lia corry corina cornelie
daniel dan danny daan danniel dani
danielle dani danny
david dave davy davey daaf
deborah debbie debora deb debby
diederik dirk dick diede dietrich dieter derk diedrik
dominique dom domi nick dominic dominik niek
donald don donny
dorothea doortje thea dora dorothee dorothy dot dottie dorothe doris theodora
eduard ed eddy eddie edward ted ward ned edouard edi teddy edo
eleonora nora ellen elly leonore eleanor lenore nelly noor noortje ella eleonore
elisabeth elizabeth liz beth betty bets els elly ellie lies liesbeth lisa lise liesje elsa else ilse betsy lizzie eliza libby
 bettina elise lieselotte babette lisbeth lilibeth elke lizzy ella liza bep bettie
emanuel manuel manu manny emmanuel mano
emilia emily emma emmy milly em emilie
erik eric erich rick frederik ric
ernst erno ernest ernie
esmeralda esmee esmé
eva eve evi evie evelien evelyn eveline evelyne evelina
ferdinand ferdi ferry nand fernand ferdy
florentine flora floor tine florence flo
franciscus frans francis frank franciscus frits cis sjaak francois franz franky cisco francesco
francisca francine fransje cisca ciska franca sis francis franziska fran franny frances francoise franzi
frederik fred frits freek rik freddy frederick fritz freddie frederic friedrich frido frederico
frederika fredi freddie rika frieda friederike frederique frida rieke
gabriel gab gaby gabe
gabriela gabrielle gabi gaby gabriele elle gabby
gerardus gerard ger gerrit gert sjraar gerhard gerd gerald geert gerry gerben
gerarda gerda gerdien gerrie trudie
gertrud gertrude trudy truus geertje trui geertruida geer truida trude gertie truusje
gijsbert gijs bert gijsbertus
gregorius gregory greg gregor gregoire greet
guillaume guille willem
gunther gunter gunnie
hans johannes johan johann hannes hansi
harald harry hal
hector hec
helena helen lena leen leni ellen heleen elena lenie helene helga nelly lenka hella
hendrik henk hendrikus rik hein heinrich henri henry harry hank heiner heinz heiko hennie hendricus henning
hendrika henny riek rika hennie henrietta jet jetje henriette hettie riet
herbert herb bert herbie
herman manus harm hermann harmen hermanus
hubertus huub bert hubert hub bertus hubrecht bart
hugo huug hugh huey
ignatius ignas naas ignace nace
ingrid inge inga ingeborg
isabella isabelle bella isa belle bel isabel izzy elsbeth ysabel isabeau
jacobus jacob jaap jaco coos koos ko cobus jacques sjaak jack jim james jake jakob kobus jaques jimmy jamie jeff kobe
jacoba coba cobie koosje jacqueline jackie jacky jaqueline jacomijn
jan johannes johan john jean hans jannes janus janneman johnny jack jon ian johann jantje sean hannes joannes giovanni jannis
janna janneke jannie jantje johanna jo joke hanna hanneke jans jantine johanne jeanne jeannette jane joan anneke jenny joanna
 annie hannie janny hansje janine jannetje jeanine jet
jasper jas kasper caspar casper gaspard
jeffrey jeff geoffrey geoff
jennifer jen jenny jenn jennie
jeremy jerry jeremias jem jeremie jeroen hieronymus
jessica jess jessie jes
joachim jochem achim jochen jo kim jockel
johanna joke
jonathan jon john jonny nathan jonas
joost jodocus justus joos
joris george georg jurgen jurriaan sjors jorge georges jorg juri jur goran
josephus jozef joseph jos jef joep sjef joe sepp jose jupp joey josef seppl
josephina josephine josie fien jose jo fina phine finny sefa josefine josy josette
joshua josh
judith juut judy
julia julie juul juliana julienne jules juliette juli
julius juul jules julian julien jul julianus
karin karen carina
kenneth ken kenny
klaas nicolaas nico claas klaus nick niek nikolaas claus niklas nicolaus
koenraad koen coen conrad konrad kurt coenraad con
lambertus bert lambert bertus lammert bart
laurens laurent lars lauwrens lawrence larry lorenz laurenz rens lau louwrens
laura laurie lauren laurence laurien
leendert leo leen leonardus len leonard lenny leonhard lennart lenn
leopold leo pol poldi leon
leonie leoni leona
linda lin lynda lindy
lodewijk louis lode ludwig lou wiek lewis loek luis lutz ludo ludovic
louisa louise lou loes wies luise lisa wiesje marlies
lucas luuk luke luc luca lukas luke
lucia lucie lucy luus luzie luce
ludovica vica
magdalena magda leni madeleine maddie lena magdalene mady madelon malou maud helena madeline marleen marlene
manfred fred mani manni
marcus mark marc marco markus mart max marcel
margaretha margriet greta griet greet margaret maggie meg peggy marga margot gretel rita gretha margarete margarethe grietje
 magriet madge marge grete margit daisy margo marguerite margrit gretchen gre
maria marie mia rie mieke marieke ria miep marijke rietje mary mariette marja mitzi maike marietje maaike mimi mariska marij molly
 polly mieke marijn myriam miriam mar riet mie
marianne marian marjan jannie marie-anne mariannne janne
martinus martin maarten mart tinus marten marty martijn tien
martina tina martine tine tien
martha mart marthe marta matty
matthias matthew matthijs thijs mathieu matt ties mattheus mat tijs theis matthieu mathias thies hias matty
mathilde tilly thilde matilda til tilda hilde maud mathilda
maurits maurice mo moritz morris mau
maximiliaan max maximilian maxi maxime
melanie mel mellie
melissa mel lissa missy
michael mike michel michiel mick giel mickey michi chiel mich mitch michaël
michaela micha michelle michele shelly ela michele
monica monika moon nica monique mona moni
natalia natalie nat nathalie nattie talia
nathaniel nathan nat nate
nicholas nick nicolas niek nico nicky klaas nicolaas colin niklas nikolaus klaus niels nic
nicole nikki nicky nic nicolette cole colette
oliver olivier ollie oli noll
olivia liv livia ollie livvy
pamela pam
patricia pat patty trish tricia patsy patrice patti
patrick pat paddy patricius patrik rick
paulus paul pauwel pol pablo
pauline paula paulien polly lien paulina
petrus piet peter pieter pierre pete pit pim piotr per peer
petronella nel nelleke pietje petra pieternel ella nellie nelly
philippus philip filip flip phil philippe philipp pip phillip
rachel rach ray rahel shelley
raymond ray raimund mond raimond
rebecca becky bec rebekka becca beck bekky
reinier rein reinoud rainer rene rijn reinhard reinhold reindert reiner
richard rick dick ritchie rich richie ricky rikkert richard
robert rob bob robbie bobby bert robin robbert robertus bobbie
roderick rod rick roddy
roelof roel roelf rudolf rudolph rolf rudi rudy roef
rolanda loan
roland roel rol
ronald ron ronny ronnie
rosa rose roos roosje rosie rosalie rosemarie rozemarijn rosina rosanne
rosemarie rosi romy marie rosemary
rutger ruud roger rudiger rogier
salomon sal sol
samantha sam sammy
samuel sam sammy samy
saskia sas kia
sebastiaan sebastian bas seb sebas bastiaan basti bastian sebastien
siegfried sigi siggi sig sjoerd
sigrid sigi siri
simon siem siemen
sofia sophie sofie fie phie sophia fieke fia soof
stefanie stephanie fanny steffi stef steph fanie steffie
stephanus stefan steven stephan steef stephen steve fons etienne stephane stevie stef steffen
susanna suzanne suze sanne susan sue susie zus suus susanne sus susi suzan suzy san susannah
sylvia silvia syl sylvie silvie
theodorus theo dorus ted theodore thé teddy do theodor
theresia theresa trees therese tess thea resi terry trees tessa tracy thérèse teresa
thomas tom tommy maas tomas thom tommie
timotheus tim timo timothy timmy
tobias tobi toby
ulrich uli ulli
ulrike ulli rike uli
ursula uschi ursel ulla orsel ursule
valentijn valentin val tijn valentine
valerie val valeria
vera veerle
veronica vroni vera ronnie veronika nika veronique ronny
victor vic vik viktor
victoria vicky vic tori viktoria tory vickie
vincent vin vince vinnie cent
walter wouter wout walt wally gauthier wolter wolt
wilhelmina mina wil willy willemijn minnie helma wilma mien wilhelmine minna elma willemien mientje minie
willem wim william bill will willy guillaume wilhelm pim billy helmut wil willi liam guillermo
wolfgang wolf wolfi
yvonne ivonne von vonnie
zacharias zach zack
ahmed achmed ahmad ahmet
ali alie aly
fatima fatma fatiha
hassan hasan
mohammed mohamed muhammad mo mohammad mehmet muhammed moh mohamad simo
mustafa mustapha moes
youssef yusuf joesoef yousef jusuf josef
khadija hatice khadidja
omar umar oemar
ibrahim brahim abraham bram abe ibo
abraham bram abe braham
isaac isaak izaak sjaak ike
jozua joshua
"""


def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(_GROUPS.replace("\n ", " ").split("\n")):
        for name in line.split():
            found[name].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[int]]:
    return _groups()


def has_short_forms(name: str) -> bool:
    """Say whether a folded first name stands in the list at all."""
    return name in _table()


def stands_for(one: str, other: str) -> bool:
    """Say whether two folded first names may be the same person's (Kees and Cornelis)."""
    table = _table()
    here, there = table.get(one), table.get(other)
    return here is not None and there is not None and not here.isdisjoint(there)


def alternatives(name: str) -> list[str]:
    """Return the other names that a folded first name may stand for, sorted."""
    return sorted(other for other in _table() if other != name and stands_for(name, other))
