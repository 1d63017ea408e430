import app from '../../locales/fr/app.json'
import quiz from '../../locales/fr/quiz.json'
import reasons from '../../locales/fr/reasons.json'
import rooms from '../../locales/fr/rooms.json'

/** What islands say: these words travel to the browser, in the page's language alone. */
export const words = { app, quiz, reasons, rooms }
