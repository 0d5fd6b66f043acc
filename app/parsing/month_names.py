"""The names of months, whole and shortened, in the languages of telephones (from Unicode's CLDR).

Folded: lower case, without stops. Left out: what names another month in another language (Croatian and Polish "listopad").
"""

_NAMES = """
ean eanáir ene enero gen gener gennaio ian ianuarie jaan jaanuar jan janar janeiro januar januari januarie january
január januára janv janvier janvāris janúar jän jänner led leden ledna oca ocak saus sausio sausis sij siječanj
siječnja sty styczeń stycznia tammi tammikuu tammikuuta urt urtarrila xan xaneiro yan yanvar ιαν ιανουάριοσ ιανουαρίου
січ січень січня янв январь января яну януари јан јануар јануари қаң қаңтар հնվ հունվար հունվարի ינואר ינו׳ جانفي
جنوری يناير ژانویه ژانویهٔ जनवरी जन॰ जाने जानेवारी জানু জানুয়ারি ਜਨ ਜਨਵਰੀ જાન્યુ જાન્યુઆરી ஜன ஜனவரி జన జనవరి ಜನ ಜನವರಿ
ജനു ജനുവരി มกราคม มค იან იანვარი
;
feabh feabhra feb febbraio febr febreiro febrer febrero februar februari februarie february február februára februāris
febrúar fev fevereiro fevral fév févr février helmi helmikuu helmikuuta lut lutego luty ots otsaila peb pebrero shk
shkurt vas vasario vasaris veebr veebruar velj veljača veljače úno únor února şub şubat φεβ φεβρουάριοσ φεβρουαρίου
ақп ақпан лют лютий лютого феб фебруар фев февр февраль февраля февруари փետրվար փետրվարի փտվ פברואר פבר׳ شباط فبراير
فروری فوریه فوریهٔ فيفري फ़रवरी फ़र॰ फेब्रु फेब्रुवारी ফেব ফেব্রুয়ারি ਫ਼ਰ ਫ਼ਰਵਰੀ ફેબ્રુ ફેબ્રુઆરી பிப் பிப்ரவரி ఫిబ్ర
ఫిబ్రవరి ಫೆಬ್ರ ಫೆಬ್ರವರಿ ഫെബ്രു ഫെബ്രുവരി กพ กุมภาพันธ์ თებ თებერვალი
;
bře březen března kov kovas kovo maalis maaliskuu maaliskuuta maart mac machi mar marca march marec maret mars marso
mart martie marts martxoa marzec marzo març março mrt márc március márta mär märts märz ožu ožujak ožujka μάρ μάρτιοσ
μαρ μαρτίου бер березень березня мар март марта нау наурыз մարտ մարտի մրտ מרץ آذار مارس مارچ मार्च মার্চ ਮਾਰਚ માર્ચ
மார் மார்ச் మార్చి ಮಾರ್ಚ್ മാർ മാർച്ച് มีค มีนาคม მარ მარტი
;
abr abril aib aibreán api apirila apr aprel april aprile aprili aprilie aprill apríl apríla aprīlis avr avril bal
balandis balandžio d'abr d'abril dub duben dubna huhti huhtikuu huhtikuuta kwi kwiecień kwietnia nis nisan pri prill
tra travanj travnja ápr április απρ απρίλιοσ απριλίου апр апрель апреля април квіт квітень квітня сәу сәуір ապր ապրիլ
ապրիլի אפריל אפר׳ آوریل أبريل أفريل اپریل نيسان अप्रैल एप्रि एप्रिल এপ্রি এপ্রিল ਅਪ੍ਰੈ ਅਪ੍ਰੈਲ એપ્રિલ ஏப் ஏப்ரல் ఏప్రి
ఏప్రిల్ ಏಪ್ರಿ ಏಪ್ರಿಲ್ ഏപ്രി ഏപ്രിൽ เมย เมษายน აპრ აპრილი
;
beal bealtaine geg gegužė gegužės kvě květen května mag maggio mai maiatza maig maijs maio maj maja may mayo mayıs maí
mei máj mája május svi svibanj svibnja touko toukokuu toukokuuta μάι μάιοσ μαΐ μαΐου май мам мамыр мая мај трав
травень травня մայիս մայիսի մյս מאי أيار مئی ماي مايو مه مهٔ मई मे মে ਮਈ મે மே మే ಮೇ മേയ് พค พฤษภาคม მაი მაისი
;
birž birželio birželis cze czerwca czerwiec eka ekaina giu giugno haz haziran hun hunyo iun iunie iyn iyun juin jun
june junho juni junie junij junio juny juuni jún júna június júní jūn jūnijs kesä kesäkuu kesäkuuta lipanj lipnja
meith meitheamh qer qershor xuño červen června čvn ιουν ιουνίου ιούν ιούνιοσ июн июнь июня мау маусым черв червень
червня юни јун јуни հնս հունիս հունիսի יוני جوان جون حزيران يونيو ژوئن जून জুন ਜੂਨ જૂન ஜூன் జూన్ ಜೂನ್ ജൂൺ มิถุนายน มิย
ივნ ივნისი
;
heinä heinäkuu heinäkuuta hul hulyo iul iulie iyl iyul iúil juil juill juillet jul julai julho juli julie julij julio
juliol july juuli júl júla július júlí jūl jūlijs korr korrik liep liepa liepos lipca lipiec lug luglio srpanj srpnja
tem temmuz uzt uztaila xul xullo července červenec čvc ιουλ ιουλίου ιούλ ιούλιοσ июл июль июля лип липень липня шіл
шілде юли јул јули հլս հուլիս հուլիսի יולי تموز جولائی جويلية يوليو يوليوز ژوئیه ژوئیهٔ जुलाई जुलै जुल॰ জুল জুলাই ਜੁਲਾ
ਜੁਲਾਈ જુલાઈ ஜூலை జులై ಜುಲೈ ജൂലൈ กค กรกฎาคม ივლ ივლისი
;
abu abuztua ag ago agost agosti agosto agu agustus aout août aug august augusta augusti augusts augustus augusztus avg
avgust avq avqust ağu ağustos d'ag d'agost elo elokuu elokuuta gush gusht kol kolovoz kolovoza lún lúnasa ogo ogos
rugp rugpjūtis rugpjūčio sie sierpień sierpnia srpen srpna ágú ágúst αυγ αυγούστου αύγ αύγουστοσ авг август августа
серп серпень серпня там тамыз օգոստոս օգոստոսի օգս אוגוסט אוג׳ آب أغسطس أوت اوت اگست غشت अगस्त अग॰ ऑग ऑगस्ट আগ আগস্ট
ਅਗ ਅਗਸਤ ઑગસ્ટ ஆக ஆகஸ்ட் ఆగ ఆగస్టు ಆಗ ಆಗಸ್ಟ್ ഓഗ ഓഗസ്റ്റ് สค สิงหาคม აგვ აგვისტო
;
eyl eylül ira iraila mfómh rugs rugsėjis rugsėjo ruj rujan rujna sen sentabr sentyabr sep sept septemba septembar
september septembra septembre septembrie septembris septiembre set setembre setembro settembre setyembre sht shtator
syys syyskuu syyskuuta szept szeptember wrz wrzesień września zář září σεπ σεπτέμβριοσ σεπτεμβρίου вер вересень
вересня сент сентябрь сентября сеп септембар септември қыр қыркүйек սեպ սեպտեմբեր սեպտեմբերի ספטמבר ספט׳ أيلول سبتمبر
ستمبر سپتامبر شتنبر सप्टें सप्टेंबर सितंबर सित॰ সেপ সেপ্ট সেপ্টেম্বর ਸਤੰ ਸਤੰਬਰ સપ્ટે સપ્ટેમ્બર செப் செப்டம்பர் సెప్టెం
సెప్టెంబర్ ಸೆಪ್ಟೆಂ ಸೆಪ್ಟೆಂಬರ್ സെപ്റ്റം സെപ്റ്റംബർ กย กันยายน სექ სექტემბერი
;
d'oct d'octubre dfómh eki ekim loka lokakuu lokakuuta oct october octobre octombrie octubre okt oktabr oktoba oktobar
oktober oktobris oktoober oktubre oktyabr október októbra ott ottobre out outubro paź październik października spal
spalio spalis tet tetor urr urria říj říjen října οκτ οκτωβρίου οκτώβριοσ жовт жовтень жовтня окт октобар октомври
октябрь октября қаз қазан հոկ հոկտեմբեր հոկտեմբերի אוקטובר אוק׳ أكتوبر اکتبر اکتوبر تشرينالأول अक्टूबर अक्टू॰ ऑक्टो
ऑक्टोबर অক্টো অক্টোবর ਅਕਤੂ ਅਕਤੂਬਰ ઑક્ટો ઑક્ટોબર அக் அக்டோபர் అక్టో అక్టోబర్ ಅಕ್ಟೋ ಅಕ್ಟೋಬರ್ ഒക്ടോ ഒക്ടോബർ ตค ตุลาคม ოქტ
ოქტომბერი
;
aza azaroa kas kasım lapkr lapkritis lapkričio listopadu marras marraskuu marraskuuta nob nobyembre noiembrie nov
novemba novembar november novembra novembre novembris novembro noviembre noy noyabr nën nëntor nóv nóvember samh
samhain stu studeni studenoga νοέ νοέμβριοσ νοε νοεμβρίου лист листопад листопада нов новембар ное ноември нояб ноябрь
ноября қар қараша նոյ նոյեմբեր նոյեմբերի נובמבר נוב׳ نوامبر نوفمبر نومبر نونبر नवंबर नव॰ नोव्हें नोव्हेंबर নভে নভেম্বর
ਨਵੰ ਨਵੰਬਰ નવે નવેમ્બર நவ நவம்பர் నవం నవంబర్ ನವೆಂ ನವೆಂಬರ್ നവം നവംബർ พย พฤศจิกายน ნოე ნოემბერი
;
abe abendua ara aralık dec decembar december decembra decembrie decembris decembro dek dekabr des desemba desember
desembre dets detsember dez dezember dezembro dhj dhjetor dic dicembre diciembre dis disember disyembre déc décembre
gru grudnia grudzień gruod gruodis gruodžio joulu joulukuu joulukuuta noll nollaig pro prosinac prosinca prosince
prosinec δεκ δεκέμβριοσ δεκεμβρίου груд грудень грудня дек декабрь декабря декември дец децембар жел желтоқсан դեկ
դեկտեմբեր դեկտեմբերի דצמבר דצמ׳ دجنبر دسامبر دسمبر ديسمبر डिसें डिसेंबर दिसंबर दिस॰ ডিসে ডিসেম্বর ਦਸੰ ਦਸੰਬਰ ડિસે
ડિસેમ્બર டிச டிசம்பர் డిసెం డిసెంబర్ ಡಿಸೆಂ ಡಿಸೆಂಬರ್ ഡിസം ഡിസംബർ ธค ธันวาคม დეკ დეკემბერი
"""
MONTHS = {name: number for number, names in enumerate(_NAMES.split(";"), 1) for name in names.split()}
"""Folded name -> number of the month."""
