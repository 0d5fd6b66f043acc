"""What labels and folder names say of a mail: Gmail's labels as Google Takeout writes them, and folders, in many languages."""

import csv


def _labels(block: str) -> frozenset[str]:
    return frozenset(label.replace("_", " ") for label in block.split())


_SENT = _labels("""
    sent sent_mail sent_items verzonden verzonden_berichten gesendet gesendete_nachrichten gesendete_objekte gesendete_elemente
    verzonden_items éléments_envoyés sent_messages envoyés envoyé messages_envoyés enviados enviado inviati inviata
    posta_inviata sendt skickat skickade_mejl lähetetyt wysłane odeslaná odoslané
    gönderilmiş_postalar gönderilenler отправленные надіслані elküldött trimise στάλθηκαν 送信済み 已发送 已傳送 寄件備份
    보낸편지함
""")
_DRAFT = _labels("""
    drafts draft concepten concept entwürfe entwurf brouillons brouillon borradores borrador bozze bozza rascunhos rascunho kladder
    kladde utkast luonnokset wersje_robocze koncepty taslaklar черновики чернетки piszkozatok mesaje_nefinalizate πρόχειρα
    下書き 草稿 임시보관함
""")
_CHAT = _labels("chat chats chatten 聊天 채팅 чаты чат")
_JUNK = _labels("""
    spam ongewenst spamverdacht pourriel courrier_indésirable correo_no_deseado lixo_eletrônico skräppost søppelpost roskaposti
    спам 迷惑メール 垃圾邮件 垃圾郵件 스팸함
""")
_JUNK_FOLDERS = _labels("junk junk_e-mail junk_email ongewenste_e-mail ongewenste_reclame junk-e-mail courrier_indésirable")
_TRASH = _labels("""
    trash bin prullenbak papierkorb corbeille papelera cestino lixeira papirkurv papperskorg papperskorgen roskakori kosz koš
    çöp_kutusu корзина кошик kuka coș_de_gunoi deleted_items verwijderde_items gelöschte_objekte gelöschte_elemente éléments_supprimés
    ゴミ箱 已删除邮件 휴지통
""")


def split_labels(value: str) -> tuple[str, ...]:
    """Split a decoded X-Gmail-Labels value at its commas; a label with a comma stands in quotes."""
    if not value:
        return ()
    value = value.replace("\xa0", " ").replace("\0", "")[:10_000]
    if '"' not in value:
        return tuple(label.strip() for label in value.split(",") if label.strip())
    try:
        row = next(csv.reader([value], skipinitialspace=True), [])
    except csv.Error:
        row = value.split(",")
    return tuple(label.strip() for label in row if label.strip())


def _is(labels: tuple[str, ...], known: frozenset[str]) -> bool:
    return any(label.casefold() in known for label in labels)


def has_sent_label(value: str) -> bool:
    """Whether a decoded X-Gmail-Labels value says that the mailbox's owner sent this."""
    return bool(value) and _is(split_labels(value), _SENT)


def left_out_as(value: str) -> str:
    """Return "draft", "chat", "spam" or "trash" for a mail that is no part of the correspondence, else ""."""
    labels = split_labels(value)
    for kind, known in (("draft", _DRAFT), ("chat", _CHAT), ("spam", _JUNK), ("trash", _TRASH)):
        if labels and _is(labels, known):
            return kind
    return ""


def folder_kind(name: str) -> str:
    """Return what a folder of a mailbox holds by its name: "sent", "draft", "spam", "trash", or ""."""
    folded = name.strip().casefold()
    for kind, known in (("sent", _SENT), ("draft", _DRAFT), ("spam", _JUNK | _JUNK_FOLDERS), ("trash", _TRASH)):
        if folded in known:
            return kind
    return ""
