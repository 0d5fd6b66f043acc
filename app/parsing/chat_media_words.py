"""The words by which WhatsApp tells of files, in an export with media and in one without, per language.

Keys are folded. Tables are `|`-separated phrases in many languages; what is in no table is told by its shape (`chat_bodies`).
"""

from itertools import product

from app.parsing.chat_words import fold, phrases

_OMITTED = """
image: image|product image = omitted
image: afbeelding|foto = weggelaten
image: bild|foto = weggelassen|ausgelassen|ausgeschlossen
image: image|photo = absente|omise
image: imagen|foto = omitida
image: immagine|foto = omessa|non inclusa
image: imagem|foto = ocultada|omitida|oculta
image: görüntü|resim|fotoğraf = dahil edilmedi
image: obraz|zdjęcie = pominięto|pominięty
image: изображение|фото = опущено|пропущено|не включено|отсутствует
image: bild = utelämnad|utelämnades
image: bilde|billede = utelatt|udeladt
image: obrázek = vynechán|byl vynechán
image: kuva = jätetty pois|puuttuu
image: 画像は|画像 = 省略されました|が省略されました|省略
video: video = omitted|weggelaten|weggelassen|ausgelassen|omitido|omesso|escluso|omis|absente|dahil edilmedi|pominięto|utelämnad
video: video = utelämnades|utelatt|udeladt|vynecháno|jätetty pois
video: vidéo = absente|omise
video: vídeo = omitido|ocultado
video: видео = опущено|пропущено|отсутствует
video: 動画 = 省略されました|は省略されました
video: video message = omitted
video: videobericht = weggelaten
video: videonachricht = weggelassen|ausgeschlossen
video: message vidéo = absent|omis
video: mensaje de video = omitido
video: videomessaggio = omesso
video: mensagem de vídeo = ocultada
audio: audio = omitted|weggelaten|weggelassen|ausgelassen|omis|absent|omitido|omesso|escluso|pominięto
audio: áudio = ocultado|omitido
audio: ses = dahil edilmedi
audio: аудио|аудиофайл = опущено|пропущено|пропущен|отсутствует
audio: ljud = utelämnat|utelämnades
audio: lyd = utelatt|udeladt
audio: zvuk = vynechán
audio: ääni = jätetty pois
audio: 音声 = 省略されました|は省略されました
sticker: sticker = omitted|weggelaten|weggelassen|ausgelassen|omis|absent|omitido|non incluso|omesso
sticker: figurinha = omitida|ocultada
sticker: çıkartma = dahil edilmedi
sticker: naklejka|naklejkę = pominięta|pominięto
sticker: стикер = опущен|пропущен|отсутствует
sticker: ステッカー|スタンプ = 省略されました|は省略されました
GIF: gif = omitted|weggelaten|weggelassen|ausgelassen|retiré|omis|omitido|omitida|esclusa|omessa|ocultado|dahil edilmedi|опущен|отсутствует
GIF: gif = pominięto
document: document = omitted|weggelaten|manquant|omis
document: dokument = weggelassen|ausgelassen|pominięto|utelämnat|utelatt|udeladt|vynechán
document: documento = omitido|omesso
document: belge = dahil edilmedi
document: документ = опущен|пропущен|отсутствует
document: asiakirja = jätetty pois
document: ドキュメント|文書 = 省略されました|は省略されました
contact card: contact card = omitted
contact card: visitekaartje|contactkaart = weggelaten
contact card: kontaktkarte = ausgelassen|weggelassen
contact card: fiche contact = manquante|absente
contact card: tarjeta de contacto = omitida
contact card: scheda contatto = omessa
contact card: cartão do contato = omitido
contact card: kişi kartı = dahil edilmedi
contact card: карточка контакта = опущена|отсутствует
media: media = omitted|weggelaten|omessi|pominięto
media: medien = ausgeschlossen|weggelassen
media: médias = omis
media: fichier = omis
media: multimedia = omitido
media: archivo = omitido
media: arquivo de mídia = oculto
media: mídia = oculta|omitida
media: ficheiro = não revelado
media: medya = dahil edilmedi|atlanmış
media: pliki = pominięto
media: média = vynechány
media: medier = utelämnades|udeladt|utelatt
image: gambar|foto = dihilangkan|tidak disertakan|ditinggalkan
image: imagine|fotografie = omisă|omis|exclusă
image: kép|fénykép = kihagyva
image: slika = izostavljena|izpuščena
image: imatge = omesa
image: зображення|фото = пропущено|вилучено
image: снимка|изображение = пропусната|пропуснато
image: εικόνα = παραλείφθηκε|εξαιρείται
image: תמונה|התמונה = הושמטה
image: hình ảnh|ảnh = bị bỏ qua|đã bị bỏ qua|bị loại bỏ
image: 图像|图片|图像文件 = 已忽略|省略|已省略
image: 圖片|影像 = 已略過|省略|已省略
image: 사진|이미지 = 생략됨|이 생략됨|가 생략됨
image: รูปภาพ = ถูกละเว้น|ถูกละไว้
image: तस्वीर|चित्र = छोड़ दिया गया|हटा दिया गया
image: عکس|تصویر = حذف شد|حذف شده
video: video = dihilangkan|tidak disertakan|ditinggalkan|omis|izostavljen|izpuščen|vynechané|kihagyva
video: videó = kihagyva
video: vídeo = omès
video: відео = пропущено|вилучено
video: видеоклип = пропуснат
video: βίντεο = παραλείφθηκε|εξαιρείται
video: סרטון|הסרטון|וידאו|סרטון הווידאו = הושמט
video: 视频 = 已忽略|省略|已省略
video: 影片|視訊 = 已略過|省略|已省略
video: 동영상 = 생략됨|이 생략됨
video: วิดีโอ = ถูกละเว้น|ถูกละไว้
video: वीडियो = छोड़ दिया गया|हटा दिया गया
video: ویدیو = حذف شد|حذف شده
audio: audio = dihilangkan|tidak disertakan|ditinggalkan|omis|izostavljen|izpuščen|vynechané
audio: àudio = omès
audio: hangfájl|hang = kihagyva
audio: аудіо = пропущено|вилучено
audio: ήχος = παραλείφθηκε|εξαιρείται
audio: שמע|השמע|הקלטה|אודיו = הושמט|הושמטה
audio: âm thanh = bị bỏ qua|đã bị bỏ qua
audio: 音频|语音 = 已忽略|省略|已省略
audio: 音訊|語音 = 已略過|省略|已省略
audio: 오디오|음성 = 생략됨|가 생략됨|이 생략됨
audio: เสียง = ถูกละเว้น|ถูกละไว้
audio: ऑडियो = छोड़ दिया गया|हटा दिया गया
audio: صدا|فایل صوتی = حذف شد|حذف شده
sticker: stiker = dihilangkan|tidak disertakan|ditinggalkan
sticker: sticker|klistermärke|klistermærke|klistremerke = utelämnad|utelämnat|utelämnades|udeladt|utelatt|omis|elhagyva
sticker: nálepka|samolepka = vynechána|vynechaná
sticker: matrica = kihagyva
sticker: наліпка|стікер = пропущено|вилучено
sticker: αυτοκόλλητο = παραλείφθηκε|εξαιρείται
sticker: סטיקר|הסטיקר|מדבקה = הושמט|הושמטה
sticker: tarra = jätetty pois
sticker: 贴图|表情 = 已忽略|省略|已省略
sticker: 貼圖 = 已略過|省略|已省略
sticker: 스티커 = 생략됨|가 생략됨
sticker: स्टिकर = छोड़ दिया गया|हटा दिया गया
sticker: sticker|nhãn dán = bị bỏ qua|đã bị bỏ qua
GIF: gif = 已忽略|已略過|省略|생략됨|הושמט
GIF: gif = dihilangkan|tidak disertakan|utelämnad|utelämnades|udeladt|utelatt|vynechán|jätetty pois|kihagyva|пропущено
document: dokumen = dihilangkan|tidak disertakan|ditinggalkan
document: document|documentul = omis|omès
document: dokumentum = kihagyva
document: документ = пропущено|вилучено|пропуснат
document: έγγραφο = παραλείφθηκε|εξαιρείται
document: מסמך|המסמך = הושמט
document: 文档|文件 = 已忽略|省略|已省略|已略過
document: 문서 = 생략됨|가 생략됨
document: tài liệu = bị bỏ qua|đã bị bỏ qua
document: दस्तावेज़ = छोड़ दिया गया|हटा दिया गया
contact card: kartu kontak = dihilangkan|tidak disertakan
contact card: kontaktkort = utelämnat|utelämnades|udeladt|utelatt
contact card: karta kontaktu|wizytówka = pominięta|pominięto
contact card: yhteystietokortti = jätetty pois
contact card: כרטיס איש קשר = הושמט
contact card: 联系人名片|聯絡人名片|連絡人名片 = 已忽略|省略|已省略|已略過
contact card: 연락처 카드|연락처 = 생략됨|가 생략됨
media: media = tidak disertakan|dihilangkan|disingkirkan|ditinggalkan|weggelaat
media: media = utelämnat|har utelämnats|utelatt|udeladt|jätettiin pois|jätetty pois
media: mediefil|mediefilen = udeladt|utelatt|utelämnad|er udeladt|utelämnades
media: médiá|médiá boli|média = vynechané|vynechána|kihagyva|elhagyva
media: fișiere media|media = omise
media: medijski zapis|medij|mediji = izostavljen|izostavljeni|izpuščen
media: mitjans|multimèdia = omesos|omès|omesa
media: multimédia|ficheiro multimédia|mídia = omitido|omitida|omitidos|ocultada
media: médiafájl = kihagyva
media: медіафайл|медіа = пропущено|вилучено
media: мултимедията = е пропусната
media: πολυμέσα = παραλείφθηκαν|εξαιρούνται
media: המדיה|מדיה = לא נכללה|הושמטה
media: tệp|tệp phương tiện = bị bỏ qua|đã bị bỏ qua
media: 多媒体文件|媒体文件|多媒体 = 已忽略|已省略
media: 多媒體檔案|媒體檔案|多媒體 = 已略過|已省略
media: मीडिया = शामिल नहीं है|शामिल नहीं|छोड़ा गया|वगळले
media: без медіафайлів|без медиа|παραλείφθηκαν πολυμέσα|εξαιρούνται πολυμέσα|미디어 파일 생략됨|未包含媒体文件|不含媒體檔案 =
media: মিডিয়া বাদ দেওয়া হয়েছে|ไม่รวมสื่อ|สื่อถูกละไว้|رسانه حذف شد|رسانه حذف شده است|پیوست نما حذف شده است|میڈیا شامل نہیں =
video: video message omitted|videobericht weggelaten|ptv omitted|video note omitted =
audio: voice message omitted|voice note omitted|spraakbericht weggelaten|sprachnachricht weggelassen|message vocal omis =
media: file omitted|attachment omitted|view once message omitted|album omitted =
media: без медиафайлов|تم استبعاد الوسائط|メディアは含まれていません|略過多媒體檔|省略多媒體檔|省略多媒体文件|미디어 파일을 제외한 내용 =
image: لم يتم إدراج الصورة|image en attente =
video: لم يتم إدراج الفيديوهات =
audio: لم يتم إدراج المقاطع الصوتية =
sticker: تم حذف الملصقات|لم يتم إدراج الملصقات =
GIF: لم يتم إدراج صورة gif =
document: لم يتم إدراج المستند =
contact card: لم يتم إدراج بطاقة جهة اتصال =
"""
"""Rows of `what: nouns = verbs`; a row without verbs holds whole phrases."""

_FORMS = """
omitido omitida|omesso omessa|omis omise|absent absente|manquant manquante|escluso esclusa|ocultado ocultada|oculto oculta
|weggelassen ausgelassen ausgeschlossen|incluso inclusa
""".replace("\n", "")
"""Forms of one verb; versions of the app differ in which they use with which noun."""


def _forms(verbs: tuple[str, ...]) -> tuple[str, ...]:
    groups = [forms.split() for forms in phrases(_FORMS)]
    return (*verbs, *(form for group in groups if not {*group}.isdisjoint(verbs) for form in group if form not in verbs))


def _omitted() -> dict[str, str]:
    """Return every noun with every verb of its row; East Asian words with and without a space between them."""
    table = {}
    for row in _OMITTED.strip().split("\n"):
        what, _, words = row.partition(": ")
        nouns, _, verbs = words.partition(" =")
        for noun, verb in product(phrases(nouns), _forms(phrases(verbs.strip())) or ("",)):
            table[fold(f"{noun} {verb}")] = what
            if verb >= "\u3000":
                table[fold(noun + verb)] = what
    return table


OMITTED = _omitted()
"""Folded placeholder -> what was left out of the export (image, video, audio, sticker, GIF, document, contact card, media)."""

ATTACHED_AFTER = frozenset(
    map(
        fold,
        phrases("""
file attached|bestand bijgevoegd|datei angehängt|fichier joint|archivo adjunto|archivo adjuntado|file allegato
|arquivo anexado|ficheiro anexado|dosya ekli|dosya eklendi|załączony plik|plik załączony|soubor byl přiložen|файл добавлен
|файл прикреплён|файл прикреплен|الملف مرفق|ملف مرفق|fil bifogad|bifogad fil|fil vedlagt|vedlagt fil|vedhæftet fil
|fil vedhæftet|liitetiedosto|tiedosto liitetty|添付ファイル|添付ファイル有り|ファイル添付|文件附件|附件|附件檔案
|檔案已附加|첨부된 파일|파일 첨부됨|fișier atașat|csatolt fájl|fájl csatolva|súbor priložený|súbor pripojený
|συνημμένο αρχείο|הקובץ צורף|קובץ מצורף|file terlampir|fail dilampirkan|tệp đính kèm|arxiu adjunt|fitxer adjunt
|ficheiro adxunto|nakalakip na file|naka-attach na file|pievienots fails|byla prisegta|failas pridėtas|fail lisatud
|fail on lisatud|datoteka u privitku|priložena datoteka|priložena je datoteka|skedë e ngjitur|skedari u bashkëngjit
|файл додано|файл долучено|прикачен файл|прикачен фајл|прикачена датотека|қосымша файл|fayl biriktirildi|fayl əlavə olunub
|lêer aangeheg|faili limeambatanishwa|फाइल संलग्न|फ़ाइल संलग्न है|फाइल अटैच कर दी गई है|फ़ाइल अटैच की गई|ફાઇલ જોડાયેલ
|ফাইল সংযুক্ত হয়েছে|ফাইল যুক্ত করা হয়েছে|ਅਟੈਚ ਕੀਤੀ ਫਾਇਲ|ఫైల్ జోడించబడినది|கோப்பு இணைக்கப்பட்டது|ഫയൽ ചേർത്തു|ಕಡತ ಸೇರಿಸಲಾಯಿತು
|ไฟล์ที่แนบ|แนบไฟล์|پیوست شد|فایل پیوست شد|پیوستہ فائل|فائل منسلک ہے
"""),
    )
)
"""Android's marker behind a file name, folded."""

ATTACHED_BEFORE = frozenset(
    map(
        fold,
        phrases("""
attached|bijgevoegd|anhang|angehängt|pièce jointe|adjunto|archivo adjunto|allegato|anexado|anexo|adjunt|adxunto|المُرفق
|المرفق|مرفق|załącznik|załączono|вложение|прикреплено|додано|долучено|přiloženo|příloha|príloha|priloženo|prilog|bifogat
|bifogad|vedhæftet|vedlagt|liitetty|liite|添付ファイル|附件|첨부|첨부됨|csatolva|atașat|atașare|επισυνάφθηκε|συνημμένο
|מצורף|terlampir|dilampirkan|dilampir|đính kèm|แนบ|پیوست|پیوستہ|अटैच किया गया|संलग्न|संलग्न केले|જોડાયેલ|সংযুক্ত|ceangailte
|lisatud|pievienots|pridėta|ekli
"""),
    )
)
"""The word before the file name in iOS's `<attached: FILE>`, folded."""

ATTACHED_INSIDE = frozenset(
    {"eklendi", "attached", "ekli", "添付済み", "bijgevoegd", "angehängt", "adjunto", "allegato", "anexado", "joint"}
)
"""The word behind the file name in iOS exports of languages that put it there, and in old ones in brackets of its own."""
