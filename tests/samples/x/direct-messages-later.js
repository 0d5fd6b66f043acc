window.YTD.direct_messages.part0 = [
  {
    "dmConversation": {
      "conversationId": "998877-4400112233",
      "messages": [
        {
          "messageCreate": {
            "id": "1004",
            "senderId": "998877",
            "text": "hello??",
            "createdAt": "2024-03-02T09:00:00.000Z",
            "mediaUrls": [],
            "urls": [],
            "reactions": [],
            "recipientId": "4400112233"
          }
        },
        {
          "reactionCreate": {
            "senderId": "4400112233",
            "reactionKey": "like",
            "eventId": "9",
            "createdAt": "2024-03-01T08:07:00.000Z"
          }
        },
        {
          "messageCreate": {
            "id": "1003",
            "senderId": "998877",
            "text": "pic of the damage https://t.co/med",
            "createdAt": "2024-03-01T08:06:00.000Z",
            "mediaUrls": [
              "https://ton.example/dm/1003/555/schade.png"
            ],
            "urls": [],
            "reactions": [],
            "recipientId": "4400112233"
          }
        },
        {
          "messageCreate": {
            "id": "1002",
            "senderId": "4400112233",
            "text": "Yes, within 14 days: https://t.co/abc",
            "createdAt": "2024-03-01T08:05:00.000Z",
            "mediaUrls": [],
            "urls": [
              {
                "url": "https://t.co/abc",
                "expanded": "https://shop.example/returns?x=1&y=2",
                "display": "shop.example/returns"
              }
            ],
            "reactions": [],
            "recipientId": "998877"
          }
        },
        {
          "messageCreate": {
            "id": "1001",
            "senderId": "998877",
            "text": "Hi! Do you do refunds on opened boxes &amp; samples? &lt;3",
            "createdAt": "2024-03-01T08:00:00.123Z",
            "mediaUrls": [],
            "urls": [],
            "reactions": [],
            "recipientId": "4400112233"
          }
        }
      ]
    }
  }
]