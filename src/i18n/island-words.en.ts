import app from '../../locales/en/app.json'
import quiz from '../../locales/en/quiz.json'
import reasons from '../../locales/en/reasons.json'
import rooms from '../../locales/en/rooms.json'

/** What islands say: these words travel to the browser, in the page's language alone. */
export const words = { app, quiz, reasons, rooms }
