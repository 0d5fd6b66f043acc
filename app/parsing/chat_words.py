"""The words that WhatsApp itself writes into an export, per language.

Keys are folded: lower case, no direction marks, plain spaces, no final stop. Tables are `|`-separated phrases in many languages.
"""

import re
from itertools import product

from app.parsing.chat_dates import GAPS, MARKS

_STRIP = re.compile(f"[{MARKS}]")
_GAP_RUN = re.compile(f"[{GAPS}]+")


def strip_marks(text: str) -> str:
    """Return text without direction marks, for headers, names, file names and comparing; never for what a person wrote."""
    return text if text.isascii() else _STRIP.sub("", text)


def fold(text: str) -> str:
    """Return app text as it is looked up in these tables."""
    plain = text if text.isascii() else _GAP_RUN.sub(" ", _STRIP.sub("", text))
    return plain.strip().rstrip(".").casefold()


def _phrases(table: str) -> tuple[str, ...]:
    return tuple(phrase for phrase in table.replace("\n", "").split("|") if phrase)


def _any_of(table: str) -> re.Pattern[str]:
    return re.compile(table.replace("\n", ""))


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
media: без медиафайлов|تم استبعاد الوسائط|メディアは含まれていません|略過多媒體檔|省略多媒體檔|省略多媒体文件|미디어 파일을 제외한 내용 =
image: لم يتم إدراج الصورة|image en attente =
video: لم يتم إدراج الفيديوهات =
audio: لم يتم إدراج المقاطع الصوتية =
sticker: تم حذف الملصقات|لم يتم إدراج الملصقات =
GIF: لم يتم إدراج صورة gif =
document: لم يتم إدراج المستند =
contact card: لم يتم إدراج بطاقة جهة اتصال =
"""
"""Rows of `what: nouns = verbs`; every noun goes with every verb of its row, a row without verbs holds whole phrases."""

_FORMS = """
omitido omitida|omesso omessa|omis omise|absent absente|manquant manquante|escluso esclusa|ocultado ocultada|oculto oculta
|weggelassen ausgelassen ausgeschlossen|incluso inclusa
""".replace("\n", "")
"""Forms of one verb; versions of the app differ in which they use with which noun."""


def _forms(verbs: tuple[str, ...]) -> tuple[str, ...]:
    groups = [forms.split() for forms in _phrases(_FORMS)]
    return (*verbs, *(form for group in groups if not {*group}.isdisjoint(verbs) for form in group if form not in verbs))


def _omitted() -> dict[str, str]:
    table = {}
    for row in _OMITTED.strip().split("\n"):
        what, _, phrases = row.partition(": ")
        nouns, _, verbs = phrases.partition(" =")
        for noun, verb in product(_phrases(nouns), _forms(_phrases(verbs.strip())) or ("",)):
            glue = " " if verb and verb[0] < "\u3000" else ""
            table[f"{noun}{glue}{verb}"] = what
    return table


OMITTED = _omitted()
"""Folded placeholder -> what was left out of the export (image, video, audio, sticker, GIF, document, contact card, media)."""

ATTACHED_AFTER = """
file attached|bestand bijgevoegd|datei angehängt|fichier joint|archivo adjunto|archivo adjuntado|file allegato
|arquivo anexado|ficheiro anexado|dosya ekli|załączony plik|soubor byl přiložen|файл добавлен|الملف مرفق|fil bifogad
|bifogad fil|fil vedlagt|vedhæftet fil|vedlagt fil|liitetiedosto|tiedosto liitetty|添付ファイル|文件附件|附件
|檔案已附加|첨부된 파일|파일 첨부됨
|fișier atașat|csatolt fájl|súbor priložený|συνημμένο αρχείο|הקובץ צורף|file terlampir|tệp đính kèm
""".replace("\n", "")
"""Android's marker behind a file name, as alternatives of a pattern."""

ATTACHED_BEFORE = """
attached|bijgevoegd|anhang|angehängt|pièce jointe|adjunto|archivo adjunto|allegato|anexado|anexo|المُرفق|المرفق|załącznik
|вложение|прикреплено|přiloženo|bifogad|vedhæftet|vedlagt|liitetty|liite|添付ファイル|附件|첨부
""".replace("\n", "")
"""The word before the file name in iOS's `<attached: FILE>`, as alternatives of a pattern."""

ATTACHED_INSIDE = "eklendi|attached|ekli|添付済み"
"""The word behind the file name in iOS exports of languages that put it there."""

DELETED = frozenset(
    _phrases("""
this message was deleted|you deleted this message|this message was deleted by an admin|this message was deleted by admin
|dit bericht is verwijderd|u hebt dit bericht verwijderd|je hebt dit bericht verwijderd|u heeft dit bericht verwijderd
|dit bericht is verwijderd door een beheerder|diese nachricht wurde gelöscht|du hast diese nachricht gelöscht
|diese nachricht wurde von einem admin gelöscht|ce message a été supprimé|vous avez supprimé ce message
|tu as supprimé ce message|ce message a été supprimé par un admin|se eliminó este mensaje|este mensaje fue eliminado
|eliminaste este mensaje|has eliminado este mensaje|questo messaggio è stato eliminato|hai eliminato questo messaggio
|mensagem apagada|esta mensagem foi apagada|você apagou esta mensagem|apagou esta mensagem|eliminou esta mensagem
|bu mesaj silindi|bu mesajı sildiniz|تم حذف هذه الرسالة|لقد حذفت هذه الرسالة|حذفت هذه الرسالة|ta wiadomość została usunięta
|usunąłeś tę wiadomość|данное сообщение удалено|сообщение удалено|вы удалили данное сообщение|tato zpráva byla odstraněna
|tato zpráva byla smazána|tämä viesti poistettiin|det här meddelandet togs bort|denne besked blev slettet
|denne meldingen ble slettet|このメッセージは削除されました|此消息已删除|此訊息已刪除|삭제된 메시지입니다
""")
)
"""What stands in the place of a deleted message."""

DELETED_BY = _phrases("""
this message was deleted by admin|this message was deleted by an admin|dit bericht is verwijderd door beheerder
|dit bericht is verwijderd door een beheerder|diese nachricht wurde von admin|ce message a été supprimé par l'admin
|ce message a été supprimé par un admin|questo messaggio è stato eliminato dall'amministratore
""")
"""Beginnings of the same, where an administrator did it and is named."""

EDITED = frozenset(
    _phrases("""
this message was edited|dit bericht is bewerkt|diese nachricht wurde bearbeitet|ce message a été modifié
|se editó este mensaje|questo messaggio è stato modificato|mensagem editada|esta mensagem foi editada|bu mesaj düzenlendi
|تم تعديل هذه الرسالة|wiadomość została zmieniona|данное сообщение изменено|сообщение изменено|tato zpráva byla upravena
|tätä viestiä muokattiin|det här meddelandet redigerades|このメッセージは編集されました
""")
)
"""The tag behind an edited message, without its angle brackets."""

WAITING = _phrases("""
waiting for this message|wachten op dit bericht|warte auf diese nachricht|warten auf diese nachricht|en attente de ce message
|esperando este mensaje|esperando el mensaje|in attesa del messaggio|in attesa di questo messaggio|aguardando mensagem
|aguardando esta mensagem|bu mesaj bekleniyor|mesaj bekleniyor|في انتظار هذه الرسالة
""")
"""Beginnings of the line for a message that had not arrived on the phone."""

VIEW_ONCE = _phrases("""
you received a view once|you sent a view once|view once photo|view once video|view once voice message|je hebt een eenmalige
|u hebt een eenmalige|eenmalige foto|einmalansicht|du hast ein foto zur einmalansicht|photo à vue unique
|vous avez reçu une photo à vue unique|foto de visualización única|foto da visualizzare una volta|visualização única
""")
"""Beginnings of the line for a photo or video that could be seen once."""

CALLS = tuple(
    sorted(
        _phrases("""
missed group call|group call|missed voice call|missed video call
|missed group voice call|missed group video call|missed call|voice call|video call
|group voice call|group video call|silenced voice call|silenced video call|gemist spraakgesprek|gemist videogesprek
|gemiste spraakoproep|gemiste video-oproep|gemiste videooproep|gemiste oproep|spraakoproep|spraakgesprek|video-oproep
|videogesprek|gemiste groepsoproep|verpasster sprachanruf|verpasster videoanruf|verpasster anruf|verpasster gruppenanruf
|sprachanruf|videoanruf|appel vocal manqué|appel vidéo manqué|appel manqué|appel vocal|appel vidéo|appel de groupe manqué
|llamada perdida|llamada de voz perdida|videollamada perdida|llamada de voz|videollamada|llamada grupal perdida
|chiamata vocale persa|videochiamata persa|chiamata persa|chiamata vocale|videochiamata|chamada de voz perdida
|chamada de vídeo perdida|ligação de voz perdida|ligação de vídeo perdida|ligação perdida|chamada perdida|ligação de voz
|ligação de vídeo|chamada de voz|chamada de vídeo|cevapsız sesli arama|cevapsız görüntülü arama|cevapsız arama|sesli arama
|görüntülü arama|مكالمة صوتية فائتة|مكالمة فيديو فائتة|مكالمة صوتية|مكالمة فيديو|nieodebrane połączenie głosowe
|nieodebrane połączenie wideo|połączenie głosowe|połączenie wideo|пропущенный аудиозвонок|пропущенный видеозвонок
|пропущенный звонок|аудиозвонок|видеозвонок|zmeškaný hlasový hovor|zmeškaný videohovor|hlasový hovor|videohovor
|vastaamaton äänipuhelu|vastaamaton videopuhelu|äänipuhelu|videopuhelu|missat röstsamtal|missat videosamtal
|ubesvaret taleopkald|tapt taleanrop|音声通話不在着信|不在着信|ビデオ通話不在着信|未接语音通话|未接視訊通話|未接語音通話|부재중 음성통화
"""),
        key=len,
        reverse=True,
    )
)
"""Beginnings of call lines, longest first; each also stands alone."""

MISSED = _any_of("""
missed|silenced|gemist|verpasst|manqué|perdida|persa|cevapsız|فائتة|nieodebran|пропущен|zmeškan|vastaamat|missat|ubesvaret|tapt
|不在着信|未接|부재중
""")
"""What a call line says when nobody answered it."""

PLACES = _phrases("""
location:|live location|locatie:|standort:|localisation :|localisation:|ubicación:|posizione:|localização:|konum:|الموقع:
|местоположение:|lokalizacja:|poloha:|sijainti:
""")
"""Beginnings of a shared location."""

POLLS = _phrases("""
poll:|peiling:|umfrage:|sondage :|sondage:|encuesta:|sondaggio:|enquete:|anket:|استطلاع:|опрос:|ankieta:|anketa:|kysely:
""")
"""Beginnings of a poll."""

ENCRYPTION = _any_of(r"""
end-to-end encrypt|end-to-end versleuteld|ende-zu-ende-verschlüssel|chiffrés de bout en bout|chiffrement de bout en bout
|cifrados? de extremo a extremo|cifrado de extremo|crittografati? end-to-end|crittografia end-to-end
|criptografia de ponta a ponta|encriptad[ao]s? de ponta a ponta|uçtan uca şifreli|مشفرة تمام|full szyfrowanie
|szyfrowane metodą end-to-end|szyfrowan|сквозным шифрованием|защищены сквозным|koncové šifrování|koncovým šifrováním
|täysin salattu|päästä päähän|totalsträckskrypterade|end-to-end-kryptert|end-to-end-krypterede
|エンドツーエンド|端到端加密|端對端加密|종단간 암호화
|now secured with
""")
"""The notice that opens a chat, by its stem."""

GROUP = _any_of(r"""
created (?:this )?group|\badded (?:you|\S)|\bremoved (?:you|\S)|joined using (?:this group|your|an invite|a group)
|joined from the community|changed the subject|changed this group|changed the group|(?:^|\s)left$|you're now an admin
|you were added|heeft de groep|hebt de groep|heeft .+ toegevoegd|hebt .+ toegevoegd|u bent toegevoegd|je bent toegevoegd
|heeft .+ verwijderd$|heeft het onderwerp|groepsafbeelding|via de uitnodigingslink|hat die gruppe|hast die gruppe
|hat .+ hinzugefügt|hast .+ hinzugefügt|wurdest hinzugefügt|hat .+ entfernt|hast .+ entfernt|hat den betreff|gruppenbild
|einladungslink|a créé le groupe|avez créé le groupe|vous a ajouté|avez ajouté|a ajouté|a retiré|est parti|a quitté le groupe
|a changé l'objet|a changé le sujet|l'icône du groupe|lien d'invitation|creó el grupo|creaste el grupo|añadió|añadiste
|te añadió|eliminó a|salió del grupo|cambió el asunto|icono del grupo|enlace de invitación|ha creato il gruppo
|hai creato il gruppo|ha aggiunto|hai aggiunto|ha rimosso|ha abbandonato|ha cambiato l'oggetto|l'immagine del gruppo
|link d'invito|criou o grupo|você criou|adicionou|removeu|saiu$|saiu do grupo|mudou o assunto|mudou a imagem|link de convite
|grubunu oluşturdu|ekledi$|sizi ekledi|ayrıldı$|konuyu değiştirdi|davet bağlantısı|utworzył|dodał|usunął|opuścił
|создал\S* группу|добавил|удалил|покинул|vytvořil\S* skupinu|přidal|odebral|opustil|loi ryhmän|lisäsi|poistui|أنشأ|أضاف|غادر
|グループを作成|追加しました|退出しました
""")
"""What happens in groups only: made, joined, left, renamed."""

NOTICE = _any_of(r"""
security code|beveiligingscode|sicherheitsnummer|code de sécurité|código de seguridad|codice di sicurezza|código de segurança
|güvenlik kodu|bezpečnostní kód|код безопасности|رمز الأمان|changed (?:their|your|his|her) phone number|changed to \+
|telefoonnummer gewijzigd|telefonnummer .*geändert|changé de numéro|número de teléfono|numero di telefono|mudou de número
|telefon numaras|disappearing messages|message timer|verdwijnende berichten|zelfverdwijnende|selbstlöschende
|messages éphémères|mensajes temporales|messaggi effimeri|mensagens temporárias|süreli mesajlar|advanced (?:chat )?privacy
|business account|registered as a business|secure service from meta|works with other companies|bedrijfsaccount
|zakelijk account|unternehmenskonto|compte professionnel|cuenta de empresa|account business|conta comercial|işletme hesab
|حساب أعمال|حساب تجاري|konto firmowe|firemní účet|yritystili|beveiligde service van meta|sicheren dienst von meta
|blocked this contact|unblocked this contact|contact geblokkeerd|contact gedeblokkeerd|pinned a message
|heeft een bericht vastgezet|hat eine nachricht (?:angeheftet|fixiert)|a épinglé|fijó un mensaje|ha fissato|fixou uma mensagem
|is a contact$|is een contact$|ist ein kontakt$|uses a default timer|meta ai|changed the description|changed the settings
|heeft de (?:beschrijving|groepsbeschrijving|instellingen)|hat die (?:gruppen)?beschreibung|a changé la description
|cambió la descripción|ha cambiato la descrizione|mudou a descrição|this community|de community|dieser community
""")
"""Other notices: security code, number, timer, business account, pins."""


def is_system_text(folded: str) -> bool:
    """Say whether folded text reads like a notice by the app; sure only for text that no known sender wrote."""
    return bool(ENCRYPTION.search(folded) or NOTICE.search(folded) or GROUP.search(folded))


_TITLE_PATTERNS = """
whatsapp chat with (.+)
whatsapp chat - (.+)
whatsapp-?chat met (.+)
whatsapp-?chat mit (.+)
whatsapp chat mit (.+)
discussion whatsapp avec (.+)
chat de whatsapp con (.+)
chat whatsapp con (.+)
conversa d[oe] whatsapp com (.+)
conversa no whatsapp com (.+)
(.+) ile whatsapp sohbeti
czat whatsapp z (.+)
чат whatsapp с контактом (.+)
чат whatsapp с (.+)
دردشة واتساب مع (.+)
whatsapp-chatt med (.+)
whatsapp chat med (.+)
whatsapp-keskustelu: (.+)
whatsapp chat s (.+)
whatsapp-?chat[ -]+(.+)
"""
_TITLES = [re.compile(pattern, re.IGNORECASE) for pattern in _TITLE_PATTERNS.strip().split("\n")]
_COPY = re.compile(r"\s*(?:\(\d+\)|- kopie|- copy)$", re.IGNORECASE)


def title_in(file_name: str) -> str:
    """Return the contact or group that an export's file name tells, "" when it tells none. Give the name without folders."""
    stem = _GAP_RUN.sub(" ", strip_marks(file_name)).strip()
    stem = re.sub(r"\.(?:txt|zip)$", "", stem, flags=re.IGNORECASE)
    stem = stem.replace("_", " ") if " " not in stem else stem
    stem = _COPY.sub("", stem)
    return next((found[1].strip() for pattern in _TITLES if (found := pattern.fullmatch(stem))), "")
