/* Runs before anything is drawn, so that the chosen colours are there from the first picture. */
;(() => {
  const choice = localStorage.getItem('sandbox-theme')
  if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice
})()
