/** What is looked for in a page. These functions run in the browser and can use nothing from outside of themselves. */

/** What a reader or a screen reader would stumble over. @param namespaces files of texts, whose keys must never show */
export function findFaults({ namespaces, locale }: { namespaces: string[]; locale: string }): string[] {
  const faults: string[] = []
  const isShown = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.getBoundingClientRect().width > 1
  const describe = (element: Element) =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute('class')?.slice(0, 60) ?? ''}"> ${element.textContent?.trim().slice(0, 50)}`

  if (!document.title.trim() || /undefined|^\s*·/.test(document.title))
    faults.push(`title "${document.title}"`)
  if (document.documentElement.lang !== locale) faults.push(`lang is ${document.documentElement.lang}`)

  const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((element) =>
    element.checkVisibility()
  )
  const levels = headings.map((heading) => Number(heading.tagName[1]))
  if (levels.filter((level) => level === 1).length !== 1)
    faults.push(`${levels.filter((level) => level === 1).length} main headings`)
  levels.forEach((level, index) => {
    if (index > 0 && level > levels[index - 1]! + 1)
      faults.push(`heading jumps from h${levels[index - 1]} to h${level}: ${headings[index]!.textContent}`)
  })

  const key = new RegExp(`^(${namespaces.join('|')})(\\.[a-z0-9_]+)+$`)
  const leak = /\bundefined\b|\bNaN\b|\[object Object\]|Invalid Date|\{[a-z_]+\}/
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent!.trim()
    if (texts.currentNode.parentElement?.closest('script, style, pre, code')) continue
    if (key.test(text)) faults.push(`untranslated ${text}`)
    else if (leak.test(text)) faults.push(`leaked "${text.slice(0, 80)}"`)
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const text = element.getAttribute(name)!
      if (key.test(text) || leak.test(text)) faults.push(`${name} "${text}"`)
    }

  const root = document.scrollingElement!
  if (root.scrollWidth > root.clientWidth + 1)
    faults.push(`the page scrolls sideways: ${root.scrollWidth} in ${root.clientWidth}`)
  for (const element of document.querySelectorAll('body *')) {
    const isWider = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1
    if (
      !isWider ||
      !isShown(element) ||
      element.matches('pre, svg, svg *, input, textarea, select, [data-scrolls]')
    )
      continue
    const style = getComputedStyle(element)
    if (['auto', 'scroll'].includes(style.overflowX)) faults.push(`scrolls sideways: ${describe(element)}`)
    else if (
      style.overflowX !== 'visible' &&
      style.textOverflow !== 'ellipsis' &&
      style.webkitLineClamp === 'none'
    )
      faults.push(`is cut off: ${describe(element)}`)
  }

  for (const row of document.querySelectorAll('nav[data-scrolls]')) {
    const current = row.querySelector('[aria-current]')
    if (!current || !isShown(current)) continue
    const [inside, around] = [current.getBoundingClientRect(), row.getBoundingClientRect()]
    const isSeen = inside.left >= around.left - 1 && inside.right <= around.right + 1
    if (!isSeen && inside.width <= around.width)
      faults.push(`the open tab is out of sight: ${describe(current)}`)
  }

  const main = document.querySelector('main')
  if (!main || main.innerText.trim().length < 20) faults.push('has next to nothing on it')
  return faults
}

/** Things that can be reached by keyboard but do not show that they are. Press Tab first: then focus is a keyboard's. */
export function findUnseenFocus(): string[] {
  const controls = [
    ...document.querySelectorAll<HTMLElement>(
      'a[href], button:not(:disabled), input:not(:disabled):not([type=hidden]), select, textarea, summary, [tabindex="0"]'
    ),
  ].filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0)
  const lookOf = (element: Element, pseudo?: string): string => {
    const {
      outlineStyle,
      outlineWidth,
      outlineColor,
      boxShadow,
      borderColor,
      backgroundColor,
      textDecoration,
    } = getComputedStyle(element, pseudo)
    const outline =
      outlineStyle === 'none' || outlineWidth === '0px' ? 'none' : `${outlineWidth} ${outlineColor}`
    return [outline, boxShadow, borderColor, backgroundColor, textDecoration].join('|')
  }
  const looksOf = (element: Element | null): string =>
    element ? lookOf(element) + lookOf(element, '::before') + lookOf(element, '::after') : ''
  // Some show it on what surrounds them: a card around its radio button, a label around its box.
  const around = (element: Element) => [
    element,
    element.parentElement,
    element.closest('label'),
    element.nextElementSibling,
  ]
  const unseen: string[] = []
  for (const control of controls.slice(0, 120)) {
    ;(document.activeElement as HTMLElement | null)?.blur()
    const before = around(control).map(looksOf).join()
    control.focus({ preventScroll: true })
    if (document.activeElement !== control) continue
    const isSkipLink = control.getAttribute('href') === '#content'
    if (!isSkipLink && around(control).map(looksOf).join() === before)
      unseen.push(`focus is not seen: ${control.outerHTML.slice(0, 120)}`)
  }
  return unseen
}
