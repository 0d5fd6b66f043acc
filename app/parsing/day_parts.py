"""The words for a part of the day that telephones write beside a time of twelve hours, in every language of Unicode's CLDR.

Folded: lower case, without spaces, stops and direction marks.
"""

AM, PM, NOON, NIGHT, NONE = "am", "pm", "noon", "night", "none"
"""Before noon, after it, around it; the night, that has hours of both; and words that say nothing of the half ("Uhr")."""

_WORDS = {
    AM: """
'smorgens 'sochtends a aamulla aamupäivällä adduha ag am amvormittag an ankstāinan antemidí ap asubuhi atm banhaet bn
comme damadrugada damanhã de delamadrugada delamañana delmattino demadrugada dimattina dimineața dinda dop dopoledne
dopołdnja dopołedniŏ dumatin délelőtt eparadites fh fm früh fọmọ́nin gh günortadanöň hajnal hengihengi hoseng
ibikɛ̂glà icheheavo idiɓa inthemorning isuk iđitbeaivet kang'ama karoon ki kiroko kiɛmɛ́ɛm kíkíríg leebi lumalwak
lwamilawu makeo mambia maná matin mattina mbaʼámbaʼ mbaꞌmbaꞌ moies morgens muhi munkyo n'ụtụtụ nd ntufat ntɔ́ngɔ́
ochtends od omformiddagen ommorgenen pagi pamilau pd pg piopensuno priekšpusdienā priešpiet prijepodne påförmiddagen
påmorgonen rano reggel rn rw ráno rũ sa sabah safiya smorgens sochtends sokallim sub subaka subbaahi sáng sárúwá
taparachu tesiran tifawt to too uhrvörmiddaachs uluchelo umaga utuko vm vorm vormittags wd wichishu yb zdatazal zmu
àárɔ̀ àárọ̀ öö ĩyakwakya ŋdi ǁgoagas ɛnkakɛnyá ʊshilèkʊboɖu πμ προς τοπρωί ам дп ку претпл пријеподне проб таңкы то
утра эи үө ӕмбисбоныразмӕ בבוקר לפנהצ לפניהצהריים פֿאַרמיטאָג اےایم بامداد بن تد ص صباحا صباحًا صبح غم فجرا فجرًا
قبلازظهر قظ چۈشتىنبۇرۇن ܩܛ ߛ एएम तडके पूर्वाह्न फुं भोर भ्यागा येएम सकाळी सकाळीं सबेरे सवेर सुबह सुबुहजा এএম পূৰ্বাহ্ন
ভোর সকাল ਸਵੇਰੇ સવારે ଏଏମ அதிகாலை காலை ఉదయం ఎఎమ్ ಬೆಳಗ್ಗೆ രാവിലെ පෙව ก่อนเที่ยง ກ່ອນທ່ຽງ སྔ་ཆ་ སྔ་དྲོ་ တွၼ်ႈၸဝ်ႉ နံနက်
ቅቀ ጥዋት ᏌᎾᎴ ᐁᒼ ᠦ᠂ᠥ ᱥᱮᱛᱟᱜ ⵜⵉⴼⴰⵡⵜ 上午 上昼 上晝 凌晨 午前 早上 早晨 早朝 朝 清晨 ꎸꄑ 새벽 아침 오전 𞤢𞤰
""",
    PM: """
'savonds 'smiddags abends ak akasuba akşam aluula amnamittag anw avonds banringzgvaq ch chilo chiều cɛɛ́nko datarde
del'aprèsmidi delaprèsmidi delatarde delpomeriggio detarde dilolo disera du dupăamiaza dusoir délután eahketbeaivet
ebongi ebyámu efiafi eh eigulo em epasdites este fọívnin gd gm günortadansoň hapon ichamthi illalla iltapäivällä in
intheafternoon intheevening ip iɓugajɔp jioni kikiiɗe kingoto kisɛ́ndɛ kooskoliny kugú kyiukonyi lilli lk lumalwap
mchochil'l md middags mog mpókwa muu n'abali nachm nachmittags ncwònzém ngo ngəgógəle nm nomëttes ntmeddit nyiaghuo
odp odpoledne omaftenen omeftermiddagen ot p pamunyi papussideinan pashamihe petang pipinisuno pm pn pomeriggio pop
popiet popodne popołdnju popołedniu popołudniu posmidí ptg ptm påeftermiddagen påkvällen pēcpusdienā sanje savonds
seara shwane smiddags soir sore tadggʷat teipa thapama tk tŋ tối uhrnommendaachs ut večer wb wengi wieczorem
wótpołdnja yamma yh zaarikayb zmw ös öğledensonra ĩyawĩoo ŋkambɔ́tnji ũg ǃuias ɔ̀sán ɛndámâ ɣetrɔ ʊshilèkʊsasʊ μμ
τοαπόγευμα τοβράδυ вечера дня кх пм попл поподне послијеподне пп слоб тк түштөнкийинки эк үх ӕмбисбоныфӕстӕ אחהצ
אחרהצהריים בערב נאָכמיטאָג بظ بعدازظهر تك دن ظهر عصر عصرا عصرًا غو م مساء مساءً پیایم چۈشتىنكېيىن ܒܛ ߥ अपराह्न
दपैहरबाद पीएम बेलासे शाम शामजा संध्याकाळी सांजे सांझ सांम অপৰাহ্ন পিএম বিকাল বিকেল সন্ধ্যা ਸ਼ਾਮ સાંજે ପିଏମ மாலை పిఎమ్
సాయంత్రం ಸಂಜೆ വൈകുന്നേരം පව หลังเที่ยง ຫຼັງທ່ຽງ ཕྱི་ཆ་ ཕྱི་དྲོ་ ညနေ တွၼ်ႈလႃႈ ከሰዓት ድቀ ᏒᎯᏱᎢᏗᏢ ᐲᒼ ᠦ᠂ᠬᠣ ᱧᱤᱫᱟᱹ ḍeffiraza
ọ̀sán ⵜⴰⴷⴳⴳⵯⴰⵜ 下午 下昼 下晝 傍晚 午後 夕方 晚上 ꁯꋒ 오후 저녁 𞤩𞤰
""",
    NOON: """
mittags noon midi demidi delmediodía mediodía dimezzogiorno mezzogiorno öğlen siang tengahhari tanghali trưa mchana 中午
正午 낮 昼 দুপুর दोपहर दुपारी બપોરે மதியம் நண்பகல் మధ్యాహ్నం ಮಧ್ಯಾಹ್ನ ഉച്ചയ്ക്ക് ਦੁਪਹਿਰ ظهرا ظهرًا בצהריים midday
domeiodia meiodia poledne dél
""",
    NIGHT: """
nachts snachts 'snachts nachtsover mitternacht atnight midnight denuit minuit delanoche dinoche danoite denoite
dinotte dellanotte notte ночи wnocy vnoci éjjel noaptea yöllä pånatten omnatten gece malam gabi đêm usiku 半夜 午夜 深夜 밤 夜
夜中 রাত रात रात्री રાત્રે இரவு రాత్రి ರಾತ್ರಿ രാത്രി ਰਾਤ ليلا ليلًا בלילה شب τοβράδι
""",
    NONE: "uhr h hs hrs uur ч hodź น klo",
}
DAY_PARTS = {word: part for part, words in _WORDS.items() for word in words.split()}
"""Folded word -> part of the day."""
