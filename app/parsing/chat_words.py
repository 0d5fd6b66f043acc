"""The words that WhatsApp itself writes into an export, per language.

Keys are folded: lower case, no direction marks, plain spaces, no final stop. Tables are `|`-separated phrases in many languages.
"""

import re
import unicodedata

from app.parsing.chat_dates import GAPS, MARKS

_STRIP = re.compile(f"[{MARKS}]")
_GAP_RUN = re.compile(f"[{GAPS}]+")


def strip_marks(text: str) -> str:
    """Return text without direction marks, for headers, names, file names and comparing; never for what a person wrote."""
    return text if text.isascii() else _STRIP.sub("", text)


def fold(text: str) -> str:
    """Return app text as it is looked up in these tables."""
    plain = text if text.isascii() else _GAP_RUN.sub(" ", _STRIP.sub("", unicodedata.normalize("NFC", text)))
    return plain.strip().rstrip(".。।۔").casefold()


def one_line(text: str) -> str:
    """Return text without direction marks and with plain single spaces."""
    return _GAP_RUN.sub(" ", strip_marks(text)).strip()


def phrases(table: str) -> tuple[str, ...]:
    """Return the phrases of a table: separated by `|`, over as many lines as it takes."""
    return tuple(phrase for phrase in table.replace("\n", "").split("|") if phrase)


def _any_of(table: str) -> re.Pattern[str]:
    return re.compile(table.replace("\n", ""))


DELETED = frozenset(
    map(
        fold,
        phrases("""
this message was deleted|you deleted this message|this message was deleted by an admin|this message was deleted by admin
|dit bericht is verwijderd|u hebt dit bericht verwijderd|je hebt dit bericht verwijderd|u heeft dit bericht verwijderd
|dit bericht is verwijderd door een beheerder|diese nachricht wurde gelöscht|du hast diese nachricht gelöscht
|diese nachricht wurde von einem admin gelöscht|ce message a été supprimé|vous avez supprimé ce message
|tu as supprimé ce message|ce message a été supprimé par un admin|se eliminó este mensaje|este mensaje fue eliminado
|eliminaste este mensaje|has eliminado este mensaje|questo messaggio è stato eliminato|hai eliminato questo messaggio
|mensagem apagada|esta mensagem foi apagada|você apagou esta mensagem|apagou esta mensagem|eliminou esta mensagem
|bu mesaj silindi|bu mesajı sildiniz|تم حذف هذه الرسالة|لقد حذفت هذه الرسالة|حذفت هذه الرسالة
|ta wiadomość została usunięta|usunąłeś tę wiadomość|данное сообщение удалено|сообщение удалено
|вы удалили данное сообщение|tato zpráva byla odstraněna|tato zpráva byla smazána|tämä viesti poistettiin
|det här meddelandet togs bort|denne besked blev slettet|denne meldingen ble slettet|このメッセージは削除されました
|このメッセージを削除しました|此消息已删除|这条消息已被删除|您已删除这条消息|你已删除此消息|此訊息已刪除|您已刪除此訊息
|你已刪除此訊息|삭제된 메시지입니다|삭제한 메시지입니다|이 메시지는 삭제되었습니다|이 메시지를 삭제했습니다
|deleted this message|dit bericht werd verwijderd|du hast die nachricht gelöscht|mensagem eliminada
|esta mensagem foi eliminada|eliminou a mensagem|você apagou a mensagem|missatge suprimit|aquest missatge s'ha suprimit
|has suprimit aquest missatge|has esborrat aquest missatge|suprimiches esta mensaxe|acest mesaj a fost șters
|ați șters acest mesaj|ai șters acest mesaj|este mensaje se eliminó|se ha eliminado este mensaje
|det här meddelandet raderades|detta meddelande raderades|du raderade det här meddelandet|du raderade detta meddelande
|du har tagit bort meddelandet|denne besked er blevet slettet|du har slettet denne besked|du slettede denne besked
|du slettet denne meldingen|poistit tämän viestin|tato zpráva byla smazaná|tuto zprávu jste smazal/a
|tuto zprávu jste odstranil/a|táto správa bola odstránená|túto správu ste odstránili|usunąłeś(-ęłaś) tę wiadomość
|usunąłeś(aś) tę wiadomość|usunięto tę wiadomość|usunęłaś tę wiadomość|ez az üzenet törlésre került
|ezt az üzenetet törölted|törölted ezt az üzenetet|ova je poruka izbrisana|ova poruka je izbrisana
|izbrisali ste ovu poruku|to sporočilo je bilo izbrisano|to sporočilo ste izbrisali|ова порука је обрисана
|αυτό το μήνυμα διαγράφηκε|διαγράψατε αυτό το μήνυμα|διαγράψατε το μήνυμα|це повідомлення було видалено
|це повідомлення видалено|ви видалили це повідомлення|вы удалили это сообщение|это сообщение удалено
|съобщението беше изтрито|изтрихте това съобщение|הודעה זו נמחקה|מחקת הודעה זו|מחקת את ההודעה הזו|این پیام حذف شده است
|این پیام حذف شد|شما این پیام را حذف کردید|أنت حذفت هذه الرسالة|لقد حذَفت هذه الرسالة|یہ میسج حذف کر دیا گیا ہے
|آپ نے یہ میسج حذف کر دیا ہے|pesan ini dihapus|pesan ini telah dihapus|anda menghapus pesan ini
|anda telah menghapus pesan ini|mesej ini telah dipadam|anda telah memadamkan mesej ini|itong mensahe ay binura na
|binura ang mensaheng ito|tin nhắn này đã bị xóa|tin nhắn này đã bị xoá|bạn đã xóa tin nhắn này|bạn đã xoá tin nhắn này
|ข้อความนี้ถูกลบแล้ว|ข้อความนี้ได้ถูกลบ|คุณได้ลบข้อความนี้|คุณลบข้อความนี้|यह मैसेज डिलीट कर दिया गया है|यह संदेश मिटाया गया
|यह मैसेज हटाया गया|आपने यह मैसेज डिलीट किया|आपने यह संदेश मिटाया|हा मेसेज हटवण्यात आला|तुम्ही हा मेसेज हटवला
|এই মেসেজটি বাদ দেওয়া হয়েছে|এই বার্তাটি মুছে ফেলা হয়েছে|আপনি এই মেসেজটি বাদ দিয়েছেন|આ મેસેજ ડિલીટ કરાયો
|તમે આ મેસેજ ડિલીટ કર્યો|ujumbe huu ulifutwa|umefuta ujumbe huu|hierdie boodskap is uitgevee
|jy het hierdie boodskap uitgevee|see sõnum on kustutatud|kustutasid selle sõnumi|šī ziņa tika izdzēsta
|ši žinutė buvo ištrinta|bu ismarıc silindi
"""),
    )
)
"""What stands in the place of a deleted message."""

DELETED_BY = phrases("""
this message was deleted by admin|this message was deleted by an admin|dit bericht is verwijderd door beheerder
|dit bericht is verwijderd door een beheerder|diese nachricht wurde von admin|ce message a été supprimé par l'admin
|ce message a été supprimé par un admin|questo messaggio è stato eliminato dall'amministratore
""")
"""Beginnings of the same, where an administrator did it and is named."""

EDITED = frozenset(
    map(
        fold,
        phrases("""
this message was edited|dit bericht is bewerkt|diese nachricht wurde bearbeitet|ce message a été modifié
|se editó este mensaje|questo messaggio è stato modificato|mensagem editada|esta mensagem foi editada|bu mesaj düzenlendi
|تم تعديل هذه الرسالة|wiadomość została zmieniona|данное сообщение изменено|сообщение изменено|tato zpráva byla upravena
|tätä viestiä muokattiin|tätä viestiä on muokattu|det här meddelandet redigerades|det här meddelandet har redigerats
|detta meddelande redigerades|denne besked blev redigeret|denne besked er redigeret|denne meldingen ble redigert
|このメッセージは編集されました|此消息已编辑|此消息已被编辑|此訊息已編輯|此訊息已編輯過|이 메시지는 수정되었습니다
|수정된 메시지입니다|este mensaje fue editado|este mensaje se editó|mensagem foi editada|esta mensagem foi modificada
|ta wiadomość została edytowana|wiadomość edytowana|ta wiadomość została zmieniona|это сообщение изменено
|это сообщение отредактировано|це повідомлення змінено|це повідомлення відредаговано|táto správa bola upravená
|ez az üzenet szerkesztve lett|az üzenetet szerkesztették|acest mesaj a fost editat|αυτό το μήνυμα τροποποιήθηκε
|αυτό το μήνυμα υποβλήθηκε σε επεξεργασία|הודעה זו נערכה|ההודעה נערכה|ההודעה הזו נערכה|این پیام ویرایش شد
|این پیام ویرایش شده است|pesan ini diedit|pesan ini telah diedit|mesej ini telah diedit|mesej ini disunting
|tin nhắn này đã được chỉnh sửa|ข้อความนี้มีการแก้ไข|ข้อความนี้ถูกแก้ไข|यह मैसेज एडिट किया गया|यह मैसेज एडिट किया गया है
|aquest missatge s'ha editat|ova je poruka uređena|ova poruka je uređena
"""),
    )
)
"""The tag behind an edited message, without its angle brackets."""

WAITING = phrases("""
waiting for this message|wachten op dit bericht|warte auf diese nachricht|warten auf diese nachricht
|en attente de ce message|esperando este mensaje|esperando el mensaje|in attesa del messaggio
|in attesa di questo messaggio|aguardando mensagem|aguardando esta mensagem|bu mesaj bekleniyor|mesaj bekleniyor
|في انتظار هذه الرسالة|a aguardar esta mensagem|a aguardar a mensagem|oczekiwanie na tę wiadomość|oczekiwanie na wiadomość
|ожидание данного сообщения|ожидание этого сообщения|ожидание сообщения|čekání na tuto zprávu
|väntar på det här meddelandet|venter på denne besked|venter på denne meldingen|odotetaan tätä viestiä|menunggu pesan ini
|menunggu mesej ini|ממתין להודעה|ממתינים להודעה|待機中のメッセージ|正在等待此消息|正在等候此訊息|इस मैसेज का इंतज़ार
|se așteaptă acest mesaj|очікування цього повідомлення
""")
"""Beginnings of the line for a message that had not arrived on the phone."""

VIEW_ONCE = phrases("""
you received a view once|you sent a view once|view once photo|view once video|view once voice message
|je hebt een eenmalige|u hebt een eenmalige|eenmalige foto|einmalansicht|du hast ein foto zur einmalansicht
|photo à vue unique|vous avez reçu une photo à vue unique|foto de visualización única|foto da visualizzare una volta
|visualização única|view once message|you received a view-once|eenmalig weer te geven|video à vue unique
|message vocal à vue unique|video de visualización única|mensaje de visualización única|video da visualizzare una volta
|foto de visualização única|mensagem de visualização única|tek seferlik|однократный просмотр
""")
"""Beginnings of the line for a photo or video that could be seen once."""

CALLS = tuple(
    sorted(
        phrases("""
missed group call|group call|missed voice call|missed video call|missed group voice call|missed group video call
|missed call|voice call|video call|group voice call|group video call|silenced voice call|silenced video call
|gemist spraakgesprek|gemist videogesprek|gemiste spraakoproep|gemiste video-oproep|gemiste videooproep|gemiste oproep
|spraakoproep|spraakgesprek|video-oproep|videogesprek|gemiste groepsoproep|verpasster sprachanruf|verpasster videoanruf
|verpasster anruf|verpasster gruppenanruf|sprachanruf|videoanruf|appel vocal manqué|appel vidéo manqué|appel manqué
|appel vocal|appel vidéo|appel de groupe manqué|llamada perdida|llamada de voz perdida|videollamada perdida|llamada de voz
|videollamada|llamada grupal perdida|chiamata vocale persa|videochiamata persa|chiamata persa|chiamata vocale
|videochiamata|chamada de voz perdida|chamada de vídeo perdida|ligação de voz perdida|ligação de vídeo perdida
|ligação perdida|chamada perdida|ligação de voz|ligação de vídeo|chamada de voz|chamada de vídeo|cevapsız sesli arama
|cevapsız görüntülü arama|cevapsız arama|sesli arama|görüntülü arama|مكالمة صوتية فائتة|مكالمة فيديو فائتة|مكالمة صوتية
|مكالمة فيديو|nieodebrane połączenie głosowe|nieodebrane połączenie wideo|połączenie głosowe|połączenie wideo
|пропущенный аудиозвонок|пропущенный видеозвонок|пропущенный звонок|аудиозвонок|видеозвонок|zmeškaný hlasový hovor
|zmeškaný videohovor|hlasový hovor|videohovor|vastaamaton äänipuhelu|vastaamaton videopuhelu|äänipuhelu|videopuhelu
|missat röstsamtal|missat videosamtal|ubesvaret taleopkald|tapt taleanrop|音声通話不在着信|不在着信|ビデオ通話不在着信
|未接语音通话|未接視訊通話|未接語音通話|부재중 음성통화|gemist groepsgesprek|gemist spraakgesprek in groep
|gemist videogesprek in groep|groepsgesprek|verpasster gruppen-sprachanruf|verpasster gruppen-videoanruf|gruppenanruf
|appel vocal de groupe manqué|appel vidéo de groupe manqué|llamada de voz grupal perdida|videollamada grupal perdida
|llamada de grupo perdida|chiamata di gruppo persa|chiamata vocale di gruppo persa|chamada em grupo perdida
|chamada perdida de voz|chamada perdida de vídeo|chamada de voz não atendida|chamada de vídeo não atendida
|ligação de voz em grupo perdida|ligação de vídeo em grupo perdida|cevapsız grup araması|cevapsız sesli grup araması
|grup araması|nieodebrane połączenie grupowe|nieodebrane połączenie|пропущенный групповой звонок|пропущений аудіодзвінок
|пропущений відеодзвінок|пропущений дзвінок|аудіодзвінок|відеодзвінок|zmeškaný hovor|zmeškaný skupinový hovor
|missat samtal|missat gruppsamtal|röstsamtal|videosamtal|ubesvaret videoopkald|ubesvaret opkald|taleopkald|videoopkald
|tapt videoanrop|tapt anrop|taleanrop|videoanrop|vastaamaton puhelu|nem fogadott hanghívás|nem fogadott videohívás
|nem fogadott hívás|hanghívás|videohívás|apel vocal pierdut|apel video pierdut|apel pierdut|apel vocal|apel video
|αναπάντητη φωνητική κλήση|αναπάντητη βιντεοκλήση|αναπάντητη κλήση|propušteni glasovni poziv|propušteni videopoziv
|propušteni poziv|שיחה קולית שלא נענתה|שיחת וידאו שלא נענתה|שיחה שלא נענתה|שיחה קולית|שיחת וידאו|تماس صوتی از دست رفته
|تماس تصویری از دست رفته|تماس بی‌پاسخ|panggilan suara tak terjawab|panggilan video tak terjawab|panggilan tak terjawab
|panggilan suara tidak terjawab|panggilan video tidak terjawab|panggilan suara|panggilan video|cuộc gọi thoại nhỡ
|cuộc gọi video nhỡ|cuộc gọi nhỡ|สายโทรเสียงที่ไม่ได้รับ|สายวิดีโอคอลที่ไม่ได้รับ|สายที่ไม่ได้รับ|मिस्ड वॉइस कॉल|मिस्ड वीडियो कॉल
|वॉइस कॉल|वीडियो कॉल|音声通話|ビデオ通話|未接视频通话|未接來電|未接来电|语音通话|视频通话|語音通話|視訊通話
|부재중 영상통화|부재중 음성 통화|부재중 영상 통화|부재중 전화|음성통화|영상통화|音声通話に応答なし|ビデオ通話に応答なし
|trucada de veu perduda|videotrucada perduda
"""),
        key=len,
        reverse=True,
    )
)
"""Beginnings of call lines, longest first; each also stands alone."""

MISSED = _any_of("""
missed|silenced|gemist|verpasst|manqué|perdida|persa|cevapsız|فائتة|nieodebran|пропущен|zmeškan
|vastaamat|missat|ubesvaret|tapt|不在着信|未接|부재중|不応答|応答なし|não atendida|пропущений|nem fogadott|pierdut
|αναπάντητη|propušteni|לא נענתה|از دست رفته|بی‌پاسخ|tak terjawab|tidak terjawab|nhỡ|ไม่ได้รับ|मिस्ड
|perduda

""")
"""What a call line says when nobody answered it."""

PLACES = phrases("""
location:|live location|locatie:|standort:|localisation :|localisation:|ubicación:|posizione:|localização:|konum:|الموقع:
|местоположение:|lokalizacja:|poloha:|sijainti:|live-locatie:|live location:|live-standort:|position:|plats:|placering:
|posisjon:|helyzet:|locație:|lokacija:|τοποθεσία:|місцезнаходження:|מיקום:|موقعیت:|lokasi:|vị trí:|ตำแหน่งที่ตั้ง:|स्थान:
|লোকেশন:|অবস্থান:|位置:|位置情報:|위치:|ubicació:|localització:|ligging:
""")
"""Beginnings of a shared location."""

POLLS = phrases("""
poll:|peiling:|umfrage:|sondage :|sondage:|encuesta:|sondaggio:|enquete:|anket:|استطلاع:|опрос:|ankieta:|anketa:|kysely:
|sondagem:|inquérito:|enkät:|omröstning:|afstemning:|avstemning:|spørreundersøkelse:|szavazás:|sondaj:|ψηφοφορία:
|δημοσκόπηση:|опитування:|анкета:|סקר:|نظرسنجی:|استطلاع رأي:|jajak pendapat:|polling:|undian:|cuộc thăm dò ý kiến:
|bình chọn:|โพล:|पोल:|投票:|アンケート:|투표:|설문:|enquesta:|glasovanje:
""")
"""Beginnings of a poll."""
