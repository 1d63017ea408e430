// From the root to the course: the language read last, else the first of the browser's that the course speaks.
let lang
try {
  lang = localStorage.getItem('passepartout:lang')
} catch {}
const asked = [lang, ...navigator.languages].map(tag => tag?.slice(0, 2).toLowerCase())
const links = [...document.querySelectorAll('main a[hreflang]')]
const link = asked.map(tag => links.find(({ hreflang }) => hreflang === tag)).find(Boolean) ?? links[0]
location.replace(link.href)
