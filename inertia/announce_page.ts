/**
 * A page that comes without being loaded is noticed by the eye alone. Where what had the focus went with the last page, readers go on at the
 * title of this one; where it stays, as a link of the menu does, the title is said.
 */
export function announcePage(): void {
  // The page and its title come a moment after the answer.
  setTimeout(() => {
    const title = document.querySelector<HTMLElement>('main h1')
    const isLost = document.activeElement === null || document.activeElement === document.body
    if (isLost && title) {
      title.tabIndex = -1
      // Nobody can press it: no ring around it.
      title.classList.add('outline-none')
      title.focus({ preventScroll: true })
    } else voice().textContent = document.title
  }, 150)
}

function voice(): HTMLElement {
  const known = document.getElementById('page-voice')
  if (known) return known
  const region = document.createElement('div')
  region.id = 'page-voice'
  region.role = 'status'
  region.className = 'sr-only'
  document.body.append(region)
  return region
}
