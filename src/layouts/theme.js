// Before anything is painted: the theme that the learner chose. A storage that is forbidden means the system's.
try {
  const theme = localStorage.getItem('passepartout:theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {}
