user_pref("mail.account.account1.identities", "id1");
