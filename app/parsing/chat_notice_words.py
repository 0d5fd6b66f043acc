"""What WhatsApp says itself in a chat (notices), by stems that tell it from what people write, per language."""

import re


def _any_of(table: str) -> re.Pattern[str]:
    return re.compile(table.replace("\n", ""))


ENCRYPTION = _any_of(r"""
end-to-end encrypt|end-to-end versleuteld|ende-zu-ende-verschlüssel|chiffrés de bout en bout|chiffrement de bout en bout
|cifrados? de extremo a extremo|cifrado de extremo|crittografati? end-to-end|crittografia end-to-end
|criptografia de ponta a ponta|encriptad[ao]s? de ponta a ponta|uçtan uca şifreli|مشفرة تمام|full szyfrowanie
|szyfrowane metodą end-to-end|szyfrowan|сквозным шифрованием|защищены сквозным|koncové šifrování|koncovým šifrováním
|täysin salattu|päästä päähän|totalsträckskrypterade|end-to-end-kryptert|end-to-end-krypterede|エンドツーエンド|端到端加密
|端對端加密|端對端的加密|端对端的加密|종단간 암호화|종단 간 암호화|now secured with|encriptades? d'extrem a extrem
|xifra(?:ts|des|t) d'extrem a extrem|encriptad[ao]s ponto a ponto|criptate integral|criptare integral|komplett krypt
|ende-til-ende-krypter|végpontok közötti titkosít|šifrovaním počas celého|potpunom enkripcijom|šifrirane|šifriranjem
|наскрізним шифруванням|криптира\S* от край до край|κρυπτογραφ|מוצפנות מקצה|הצפנה מקצה|رمزگذاری سرتاسر|سرتاسر رمزگذاری
|اینڈ ٹو اینڈ|terenkripsi secara end-to-end|enkripsi end-to-end|disulitkan hujung ke hujung|penyulitan hujung ke hujung
|mã hóa đầu cuối|mã hoá đầu|เข้ารหัสจากต้นทาง|एंड-टू-एंड एन्क्रि|एन्ड-टू-एन्ड एन्क्रि|এন্ড-টু-এন্ড|શરૂઆતથી અંત સુધી|શરૂથી અંત સુધી
|täysin salat|otsast otsani krüp|ištisiniu šifrav|pilnīgu šifrē|enkripsie|end-tot-end|no one outside of this chat
|only people in this chat can read|niemand buiten deze chat|niemand außerhalb dieses chats|only messages that mention
|messages and calls are secured|messages are end-to-end
""")
"""The notice that opens a chat, by its stem."""

GROUP = _any_of(r"""
created (?:this |a |the )?(?:group|community)|\S added (?:you|\S)|\S removed (?:you|\S)
|joined using (?:this group|your|an invite|a group)|joined from the community|changed the subject|changed this group
|changed the group|(?:^|\s)left$|you're now an admin|you were added|heeft de groep|hebt de groep|heeft .+ toegevoegd
|hebt .+ toegevoegd|u bent toegevoegd|je bent toegevoegd|heeft .+ verwijderd$|heeft het onderwerp|groepsafbeelding
|via de uitnodigingslink|hat die gruppe|hast die gruppe|hat .+ hinzugefügt|hast .+ hinzugefügt|wurdest hinzugefügt
|hat .+ entfernt|hast .+ entfernt|hat den betreff|gruppenbild|einladungslink|a créé le groupe|avez créé le groupe
|vous a ajouté|avez ajouté|a ajouté|a retiré|est parti|a quitté le groupe|a changé l'objet|a changé le sujet
|l'icône du groupe|lien d'invitation|creó el grupo|creaste el grupo|añadió|añadiste|te añadió|eliminó a|salió del grupo
|cambió el asunto|icono del grupo|enlace de invitación|ha creato il gruppo|hai creato il gruppo|ha aggiunto|hai aggiunto
|ha rimosso|ha abbandonato|ha cambiato l'oggetto|l'immagine del gruppo|link d'invito|criou o grupo|você criou|adicionou
|removeu|saiu$|saiu do grupo|mudou o assunto|mudou a imagem|link de convite|grubunu oluşturdu|ekledi$|sizi ekledi|ayrıldı$
|konuyu değiştirdi|davet bağlantısı|utworzył|dodał|usunął|opuścił|создал\S* группу|добавил|удалил|покинул
|vytvořil\S* skupinu|přidal|odebral|opustil|loi ryhmän|lisäsi|poistui|أنشأ|أضاف|غادر|グループを作成|追加しました
|退出しました|left the group|joined (?:the group|via|from)|requested to join|was added|were added|was removed|were removed
|changed the group name|changed their group|now an admin|no longer an admin|dismissed as admin
|group(?:'s)? (?:icon|description|settings)|deleted this group|cleared the group|only admins can|all participants can
|can now (?:send|edit|add)|created this group|started a call|membuat grup|menambahkan|mengeluarkan|telah keluar|\skeluar$
|mengubah subjek|mengubah ikon|mengubah deskripsi|bergabung menggunakan|tautan undangan|membuat kumpulan|menambah
|menukar subjek|יצר(?:ה|/ה)? את הקבוצה|הוסיפ(?:ה|/ה)?|הוסיף|עזב(?:ה|/ה)?|הסיר(?:ה|/ה)?|הצטרפ|שינה את|skapade gruppen
|lade till|lämnade|tog bort|ändrade ämnet|oprettede gruppen|tilføjede|forlod|fjernede|ændrede emnet|opprettet gruppen
|la til|forlot|endret emnet|létrehozta a csoportot|hozzáadta|kilépett|eltávolította|a creat grupul|a adăugat|a părăsit
|a ieșit|a eliminat|a schimbat subiectul|δημιούργησε την ομάδα|πρόσθεσε|αποχώρησε|αφαίρεσε|створи\S* групу|додав|додала
|вийш|вилучи|змінив\S* тему|изменил\S* тему|изменил\S* название|izradio grupu|dodao|napustio|أنشأت|أضافت|غادرت|أزال|أزالت
|انضم|غيّر|ग्रुप बनाया|को जोड़ा|ग्रुप छोड़|चले गए|创建了群组|建立了群組|添加了|新增了|加入了|退出了|离开了|離開了|移除了|将主题
|變更了|님이 나갔|님을 초대|님을 추가|그룹을 만들|그룹에 참여|tham gia|đã rời|đã thêm|đã tạo nhóm|สร้างกลุ่ม|เพิ่ม.+เข้า
|ออกจากกลุ่ม|ایجاد کرد|اضافه کرد|ترک کرد|گروه را|va crear el grup|ha afegit|va afegir|ha sortit|criou este grupo
|entrou usando|entrou com o link|foi adicionad|saiu\.$|alterou
""")
"""What happens in groups only: made, joined, left, renamed."""

NOTICE = _any_of(r"""
security code|beveiligingscode|sicherheitsnummer|code de sécurité|código de seguridad|codice di sicurezza
|código de segurança|güvenlik kodu|bezpečnostní kód|код безопасности|رمز الأمان
|changed (?:their|your|his|her) phone number|changed to \+|telefoonnummer gewijzigd|telefonnummer .*geändert
|changé de numéro|número de teléfono|numero di telefono|mudou de número|telefon numaras|disappearing messages
|message timer|verdwijnende berichten|zelfverdwijnende|selbstlöschende|messages éphémères|mensajes temporales
|messaggi effimeri|mensagens temporárias|süreli mesajlar|advanced (?:chat )?privacy|business account
|registered as a business|secure service from meta|works with other companies|bedrijfsaccount|zakelijk account
|unternehmenskonto|compte professionnel|cuenta de empresa|account business|conta comercial|işletme hesab|حساب أعمال
|حساب تجاري|konto firmowe|firemní účet|yritystili|beveiligde service van meta|sicheren dienst von meta
|blocked this contact|unblocked this contact|contact geblokkeerd|contact gedeblokkeerd|pinned a message
|heeft een bericht vastgezet|hat eine nachricht (?:angeheftet|fixiert)|a épinglé|fijó un mensaje|ha fissato
|fixou uma mensagem|is a contact$|is een contact$|ist ein kontakt$|uses a default timer|with meta ai
|meta ai.+(?:messages|ai)|changed the description|changed the settings
|heeft de (?:beschrijving|groepsbeschrijving|instellingen)|hat die (?:gruppen)?beschreibung|a changé la description
|cambió la descripción|ha cambiato la descrizione|mudou a descrição|this community|de community|dieser community
|unpinned a message|turned (?:on|off) disappearing|turned on advanced|turned off advanced|you (?:blocked|unblocked) this
|changed their number|tap to (?:message|learn|change|update|chat|view)|tap for more info|this business
|business (?:is|uses|works)|uses? (?:a )?(?:secure|this) service|is now a standard|is now using|may use
|verified as the real|security notifications|(?:left|joined) the community|messages you send to this chat
|your (?:security )?code with|kode keamanan|pesan sementara|nomor telepon|akun bisnis|säkerhetskod|sikkerhetskode
|försvinnande meddelanden|forsvindende beskeder|tidsbegrensede meldinger|affärskonto|företagskonto|virksomhedskonto
|bedriftskonto|turvakoodi|katoavat viestit|biztonsági kód|eltűnő üzenetek|cod(?:ul)? de securitate|mesaje temporare
|κωδικός ασφαλείας|код безпеки|код за сигурност|sigurnosni kod|varnostn|קוד האבטחה|הודעות (?:זמניות|נעלמות)|חשבון עסקי
|کد امنیتی|پیام‌های ناپدید|mã bảo mật|tin nhắn tự hủy|รหัสความปลอดภัย|ข้อความที่หายไป|सुरक्षा कोड|सिक्योरिटी कोड
|गायब होने वाले|セキュリティコード|消えるメッセージ|安全代码|安全代碼|安全碼|限时消息|限時訊息|보안 코드|사라지는 메시지
|bezpečnostný kód|kod zabezpieczeń|znikające wiadomości|znikające|исчезающие сообщения|зникаючі повідомлення
|бизнес-аккаунт|mizející zprávy|codi de seguretat|changé le numéro|a changé de numéro|mensajes de desaparición
|mensagens que desaparecem|épinglé un message|fijado un mensaje|angepinnt|vastgemaakt
""")
"""Other notices: security code, number, timer, business account, pins."""


def is_system_text(folded: str) -> bool:
    """Say whether folded text reads like a notice by the app; sure only for text that no known sender wrote."""
    return bool(ENCRYPTION.search(folded) or NOTICE.search(folded) or GROUP.search(folded))
