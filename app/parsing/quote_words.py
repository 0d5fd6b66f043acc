"""The words by which quoted mail, forwarded mail and signatures are known, in the languages that customers write."""

import re

_FLAGS = re.IGNORECASE | re.UNICODE

WROTE = re.compile(
    r"(?<!\w)(?:wrote|writes|said|schreef|schrijft|geschreven|schrieb|schreibt|geschrieben|écrit|ecrit|escribi[oó]|escreveu|scritto|"
    r"scrive|scrisse|skrev|"
    r"skriver|kirjoitti|napisa[lł]|napisał\(a\)|napisała|napísal|napísala|napsala?|написал|pisze|píše|píse|escribe|escreve|kirjoittaa|написала|написав|написала|написа|пишет|"
    r"пише|писал|pisze|píše|píse|escribe|escreve|kirjoittaa|"
    r"yazdı|yazmış|írta|scris|έγραψε|viết|menulis|tulis|escriure|escrit|escrigué|idatzi|napisao|napisala|rašė|rakstīja|kirjutas|"
    r"skrifaði)(?!\w)"
    r"|写道|寫道|写于|書きました|のメール|작성|님이|เขียน|כתב|مكتوب|كتب|كتابة",
    _FLAGS,
)
QUOTING = re.compile(r"(?:quoting|zitat von|citaat van|citando|citation de|quoted from|zitiere|cytuję)\s", _FLAGS)
STARTS = re.compile(
    r"(?:on|op|am|an|le|el|il|in data|em|no dia|a|den|d\.|på|dne|dňa|w dniu|dnia|w|vào|v|в|на|la|pe|în|in|στις|pada|ngày|em|ti|il giorno|"
    r"la data de|ze dne|kl|at|z|dana|dne|tarihinde|בתאריך|في|ใน|在|于|於|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|ma|di|wo|do|vr|za|zo|mo|mi|fr|sa|so|maandag|dinsdag|"
    r"woensdag|donderdag|"
    r"vrijdag|zaterdag|zondag|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|"
    r"dimanche|"
    r"lunes|martes|miércoles|jueves|viernes|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|segunda|terça|"
    r"quarta|quinta|"
    r"sexta|man|tir|ons|tor|fre|lör|lør|sön|søn|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|måndag|tisdag|lördag|söndag|"
    r"pon|wt|śr|czw|pt|sob|ndz|po|út|st|čt|pá|so|ne|пн|вт|ср|чт|пт|сб|вс|ke|to|pe|la|su)(?!\w)|\d|[\"'„“«]?\d",
    _FLAGS,
)
EMAIL = re.compile(r"[^\s<>()\[\]:;,]+@[^\s<>()\[\]:;,]+")
BRACKETED_EMAIL = re.compile(r"[<(\[]\s*(?:<|\[|mailto:){0,3}[^\s<>()\[\]]*@[^\s<>()\[\]]+\s*[>)\]]|mailto:\S+@", _FLAGS)
TIME = re.compile(r"(?<!\d)\d{1,2}\s?[:.hu]\s?\d{2}(?!\d|[./-]\d)|\d{1,2}\s?(?:am|pm|uur|uhr|h)\b|\d{1,2}[時时시]", _FLAGS)
DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}(?!\d)|(?<!\d)\d{1,2}(?:st|nd|rd|th|er|"
    r"º)?[.,]?[\s-](?:de\s|of\s)?[^\W\d]{3,}|"
    r"[^\W\d]{3,}\.?\s\d{1,2}(?:st|nd|rd|th)?\b|[年년]",
    _FLAGS,
)

_ORIGINAL = (
    r"original(?:e|es|er)?\s+(?:message|messag|mail|e-?mail|besked|meddelelse|melding|appointment)|(?:the\s+)?original\s+message|"
    r"reply\s+message|quoted\s+(?:message|text)|"
    r"oorspronkelijke?\s+(?:e-?mail)?\s?(?:bericht|mail|e-?mail)(?:bericht)?|origine(?:e|l)l?e?\s+bericht|beantwoord\s+bericht|"
    r"ursprüngliche\s+(?:nachricht|mail|e-?mail|mitteilung)|ursprungsnachricht|originalnachricht|original\s?-?nachricht|"
    r"message\s+d[’'´`]\s?origine|message\s+(?:d[’'´`])?original|message\s+initial|courriel\s+original|mensaje\s+original|"
    r"mensaje\s+de\s+origen|correo\s+original|"
    r"mensagem\s+original|messaggio\s+originale|original(?:a)?\s?meddelande|ursprungligt\s+meddelande|original\s?melding|"
    r"opprinnelig\s+melding|"
    r"oprindelig\s+(?:meddelelse|besked|mail)|original\s?besked|alkuperäinen\s+viesti|wiadomość\s+oryginalna|oryginalna\s+wiadomość|"
    r"исходное\s+сообщение|первоначальное\s+сообщение|оригинальное\s+сообщение|původní\s+(?:zpráva|e-?mail)|pôvodná\s+správa|"
    r"özgün\s+(?:ileti|mesaj)|orijinal\s+(?:mesaj|ileti)|mesaj\s+original|mesajul\s+original|eredeti\s+üzenet|missatge\s+original|"
    r"αρχικό\s+μήνυμα|izvorna\s+poruka|originalna\s+poruka|izvirno\s+sporočilo|algne\s+kiri|thư\s+gốc|"
    r"原始邮件|原始郵件|原邮件|邮件原件|元のメッセージ|オリジナルメッセージ|원본\s?메시지|원본\s?메일|הודעה\s+מקורית|الرسالة\s+الأصلية"
)
_FORWARDED = (
    r"forwarded\s+(?:message|mail)(?:\s+(?:from|follows).{0,60})?|forwarded\s+by.{0,80}|doorgestuurd\s+(?:bericht|"
    r"e-?mail)(?:bericht)?|weitergeleitete\s+(?:nachricht|mail)|"
    r"message\s+(?:transféré|réexpédié)|mensaje\s+reenviado|mensagem\s+(?:encaminhada|reencaminhada)|messaggio\s+inoltrato|"
    r"vidarebefordrat\s+(?:meddelande|mejl|brev)|videresendt\s+(?:meddelelse|melding|besked|mail)|välitetty\s+viesti|"
    r"edelleenlähetetty\s+viesti|"
    r"(?:przekazana\s+wiadomość|wiadomość\s+przekazana|treść\s+przekazanej\s+wiadomości)|пересылаемое\s+сообщение|пересланное\s+сообщение|"
    r"přeposlaná\s+zpráva|preposlaná\s+správa|yönlendirilen\s+(?:ileti|mesaj)|továbbított\s+(?:üzenet|levél)|mesaj\s+redirecționat|"
    r"missatge\s+reenviat|"
    r"προωθημένο\s+μήνυμα|转发的邮件|轉寄的郵件|轉寄郵件|転送メッセージ|전달된\s?메시지|הודעה\s+שהועברה"
)
_BEGIN_FORWARDED = (
    r"begin\s+forwarded\s+message|begin\s+doorgestuurd\s+bericht|anfang\s+der\s+weitergeleiteten\s+(?:nachricht|e-?mail)|"
    r"début\s+du\s+message\s+réexpédié|"
    r"début\s+du\s+message\s+transféré|inicio\s+del\s+mensaje\s+reenviado|inizio\s+messaggio\s+inoltrato|"
    r"início\s+da\s+mensagem\s+(?:re)?encaminhada|"
    r"vidarebefordrat\s+brev|videresendt\s+(?:meddelelse|melding)|start\s+på\s+videresendt\s+melding|"
    r"początek\s+przekazywanej\s+wiadomości|начало\s+переадресованного\s+сообщения"
)
SEPARATOR = re.compile(
    rf"[\s>*_]*(?:[-=_*–—]{{2,}}\s*(?:{_ORIGINAL}|{_FORWARDED})\s*:?\s*[-=_*–—]*|[-=_*–—]*\s*(?:{_ORIGINAL}|"
    rf"{_FORWARDED})\s*:?\s*[-=_*–—]{{2,}}|(?:{_BEGIN_FORWARDED})\s*:)[\s*_]*",
    _FLAGS,
)
LONE_SEPARATOR = re.compile(rf"[\s*_]*(?:{_ORIGINAL}|{_FORWARDED})[\s*_:]*", _FLAGS)
FENCED = re.compile(r"\s*-{2,}\s?(?:on|op|am|le|el|il|em|den|w dniu)\s.{5,200}-{2,}\s*", _FLAGS)
REPLY_ABOVE = re.compile(
    r"[\W_]*(?:(?:please\s+)?(?:type|write|enter|add)?\s*(?:your\s+)?(?:reply|answer|response)s?\s+above\s+this\s+line|"
    r"reply\s+above\s+(?:the|this)|"
    r"(?:please\s+)?(?:do\s+not|don't)\s+(?:write|reply)\s+below\s+this\s+line|(?:typ|schrijf|plaats)?\s*(?:uw|je|"
    r"jouw)?\s*(?:antwoord|reactie)\s+boven\s+deze\s+(?:regel|lijn)|"
    r"(?:bitte\s+)?(?:schreiben|antworten|geben)?\s*(?:sie)?\s*(?:ihre)?\s*(?:antwort)?\s*(?:bitte\s+)?(?:über|"
    r"oberhalb)\s+dieser\s+(?:zeile|linie)|"
    r"(?:veuillez\s+)?(?:répondre|répondez|saisir\s+votre\s+réponse|votre\s+réponse)\s+au[- ]dessus\s+de\s+cette\s+ligne|"
    r"(?:responda|escriba\s+su\s+respuesta)\s+(?:por\s+)?encima\s+de\s+esta\s+línea).{0,60}",
    _FLAGS,
)

LABELS = {
    "from": "from|van|von|de|da|från|fra|lähettäjä|od|от|від|kimden|gönderen|差出人|发件人|寄件者|寄件人|보낸 사람|보낸사람|feladó|de "
    "la|από|מאת|من|expéditeur|remitente|mittente|"
    "afzender|absender|dari|od koga|saatja|nuo|no",
    "date": "sent|date|verzonden|verzonden op|datum|gesendet|gesendet am|envoyé|envoyé le|date d'envoi|enviado|enviado el|enviada em|"
    "enviada|fecha|data|inviato|skickat|skickad|sendt|"
    "dato|lähetetty|päivämäärä|päiväys|wysłano|wysłane|отправлено|дата|надіслано|odesláno|odoslané|gönderilen|gönderme tarihi|"
    "gönderildi|tarih|送信日時|日付|日時|发送时间|發送時間|日期|寄件日期|"
    "보낸 날짜|날짜|küldve|elküldve|dátum|trimis|στάλθηκε|ημερομηνία|תאריך|נשלח|تاريخ|tanggal|poslano|enviat",
    "to": "to|aan|an|à|a|para|till|til|vastaanottaja|do|dla|komu|кому|kime|alıcı|宛先|收件人|받는 사람|받는사람|címzett|către|προς|אל|"
    "إلى|destinataire|destinatario|destinatário|kepada|za|per",
    "cc": "cc|c\\.c\\.|kopie|copie|kopia|kopi|dw|udw|копия|копія|bilgi|抄送|副本|참조|másolatot kap|másolat|κοιν|bcc|kopio|cco|ccn",
    "subject": "subject|onderwerp|betreff|betrifft|objet|asunto|assunto|oggetto|ämne|emne|aihe|temat|тема|předmět|predmet|konu|件名|"
    "主题|主旨|標題|제목|tárgy|subiect|θέμα|נושא|الموضوع|"
    "assumpte|subjek|perihal|naslov|teema",
    "other": "reply-to|reply to|antwoord aan|antwort an|importance|urgentie|prioriteit|priority|priorität|wichtigkeit|importance|"
    "attachments?|bijlagen?|anlagen?|pièces jointes|"
    "resent-from|organization|list",
}
LABEL = re.compile(
    r"[\s>*_|•]{0,6}(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in LABELS.items()) + r")[\s*_]{0,4}[:：][\s*_]*(?P<value>.*)",
    _FLAGS,
)

_DEVICE = (
    r"iphone|ipad|ipod|android|samsung|galaxy|blackberry|windows|outlook|mail|e-?mail|yahoo|proton|nokia|huawei|htc|phone|mobile|"
    r"mobiel|mobil|handy|tablet|device|app|smartphone|"
    r"sony|xperia|xiaomi|redmi|oppo|pixel|telefoon|telefon|téléphone|teléfono|telefono|celular|lg|motorola|oneplus|honor|lumia|"
    r"webmail|thunderbird|gmail|spark|airmail|"
    r"mailbird|t-mobile|verizon|at&t|vodafone|orange|tapatalk|ios|mac|macbook|toestel|gerät|móvil|telemóvel|apparaat|k-9|mailspring|"
    r"fairphone|boxer|nine|hp|palm|treo|droid"
)
_SENT = (
    r"sent\s+(?:from|via|using|with|by|on|through)|verstuurd\s+(?:vanaf|vanuit|via|met|van|door)|verzonden\s+(?:vanaf|vanuit|via|met|"
    r"van|door)|gestuurd\s+vanaf|"
    r"gesendet\s+(?:von|mit|über|via|aus)|versendet\s+(?:von|mit)|envoyé\s+(?:de|depuis|à\s+partir|avec|par|via)|enviado\s+(?:desde|"
    r"do|de|da|a\s+partir|pelo|con|com|via|por)|"
    r"inviato\s+(?:da|dal|dall['’]|con|tramite)|skickat\s+från|skickat\s+med|sendt\s+(?:fra|via|med)|lähetetty|wysłan[eoy]\s+z|"
    r"отправлено\s+(?:с|из|от)|odesláno\s+z|odoslané\s+z|"
    r"trimis\s+(?:de\s+pe|din|cu)|στάλθηκε\s+από|enviat\s+des|đã\s+gửi\s+từ|gửi\s+từ|dikirim\s+dari|надіслано\s+з|poslano\s+(?:s|z|iz)|"
    r"נשלח\s+מ|أرسلت\s+من|تم\s+الإرسال\s+من|发自|發自|從我的|발신"
)
SENT_FROM = re.compile(
    rf"[\s(\[*_~—–-]{{0,4}}(?:(?:{_SENT})(?=.*(?<!\w)(?:{_DEVICE}))[^.?!]{{0,100}}(?:\.\w{{2,3}})?|"
    rf"(?:von\s+(?:meinem?|unterwegs)|diese\s+(?:nachricht|mail|e-mail)\s+wurde|"
    rf"dit\s+bericht\s+is)\b(?=.*(?<!\w)(?:{_DEVICE}))[^?!]{{0,110}}(?:gesendet|verschickt|versendet|geschrieben|verzonden|verstuurd)|"
    r".{0,20}(?:iphone|ipad|android).{0,20}(?:から送信|에서 보냄|küldve|gönderildi|傳送|发送|傳送的)|(?:発自|发自我的|從我的).{1,40}|"
    rf"(?:get|download|obtenir|télécharger|obtener|scarica|ottieni|obter|hämta|hent|pobierz|holen\s+sie\s+sich|laden\s+sie|hol\s+dir|"
    rf"ontvang|download)\s+(?:l[’'])?(?:outlook|k-9)\b.{{0,160}}|"
    r"outlook\s+(?:voor|für|pour)\s+(?:ios|android)\s+(?:downloaden|herunterladen).{0,160}|"
    r"sent\s+from\s+my\s+[^.?!]{1,40}|verstuurd\s+vanaf\s+mijn\s+[^.?!]{1,40})[\s.)\]*_~—–!-]*(?:<?\(?https?://\S+\)?>?)?[\s.]*",
    _FLAGS,
)
_SECRECY = (
    r"(?:confiden|vertrouwelijk|vertraulich|confidentiel|confidencial|riservat|fortrolig|konfidentiell|poufn|luottamuksell|privileged|"
    r"uitsluitend\s+bestemd|ausschließlich\s+für|strettamente)"
)
DISCLAIMER = re.compile(
    r"[\s*_>=-]*(?:disclaimer\b|(?:legal|confidentiality|privacy)\s+(?:notice|disclaimer)|"
    r"(?:the\s+(?:information|contents?)|this)\s+(?:(?:contained|transmitted|included)\s+)?(?:in\s+this\s+|of\s+this\s+)?(?:e-?mail|"
    r"electronic\s+mail|message|communication|transmission)|"
    r"(?:de\s+(?:informatie|inhoud)|dit)\s+(?:(?:verzonden|opgenomen|vervat|in|met|van)\s+)*(?:deze?\s+|dit\s+)?(?:e-?mail|bericht)|"
    r"(?:diese|der\s+inhalt\s+dieser|die\s+informationen\s+in\s+dieser)\s+(?:e-?mail|nachricht|mitteilung)|"
    r"(?:ce|le\s+présent|les\s+informations\s+contenues\s+dans\s+ce)\s+(?:message|courriel|e-?mail|mail)|"
    r"(?:este|la\s+información\s+contenida\s+en\s+este)\s+(?:mensaje|correo|e-?mail)|(?:esta\s+mensagem)|(?:questo\s+messaggio|"
    r"le\s+informazioni\s+contenute)|"
    r"(?:detta|denne)\s+(?:e-?post|e-?mail|mail|meddelande|melding))",
    _FLAGS,
)
SECRECY = re.compile(_SECRECY, _FLAGS)
LIST_FOOTER = re.compile(
    r"mailing\s?list|mailinglijst|mailingliste|unsubscribe|uitschrijven|afmelden|listinfo|google\s?groups|yahoogroups|subscribed", _FLAGS
)
