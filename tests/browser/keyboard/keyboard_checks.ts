/// <reference lib="dom" />
/** What is asked of a page while somebody goes through it by keyboard. These functions run in the browser and use nothing from outside of themselves. */

export interface Stop {
  /** Of what can be reached, the how many-th it is in the order of the page; -1 for something else. */
  index: number
  name: string
  faults: string[]
}

/**
 * Numbers what somebody without a mouse has to reach: everything that can be pressed, chosen or filled in. Of a group that arrows lead
 * through (radio buttons, tabs, menus) it is the one that Tab comes to.
 * @returns how each is called
 */
export function numberControls(): string[] {
  const isShown = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) &&
    element.getClientRects().length > 0
  const ofRadios = new Set<string>()
  const isReached = (element: HTMLElement): boolean => {
    if (element.tabIndex < 0 || !isShown(element) || element.closest('[inert], [aria-hidden=true]'))
      return false
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true
    const group = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter(
      (radio) =>
        radio.name === element.name && radio.form === element.form && !radio.disabled && isShown(radio)
    )
    const chosen = group.find((radio) => radio.checked)
    const key = `${element.form?.id} ${element.name}`
    if (chosen) return chosen === element
    if (ofRadios.has(key)) return false
    ofRadios.add(key)
    return true
  }
  const query =
    'a[href], button:not(:disabled), input:not(:disabled):not([type=hidden]), select:not(:disabled), textarea:not(:disabled), summary, [tabindex], audio[controls], [contenteditable=true]'
  for (const element of document.querySelectorAll('[data-stop]')) element.removeAttribute('data-stop')
  // How everything looks without the focus, to compare with.
  const held = globalThis as unknown as { looks: Map<Element, string>; lookOf: (element: Element) => string }
  const styleOf = (one: Element, pseudo?: string): string => {
    const { outlineStyle, outlineWidth, outlineColor, ...style } = getComputedStyle(one, pseudo)
    const hasOutline = outlineStyle !== 'none' && outlineWidth !== '0px'
    const outline = hasOutline ? `${outlineWidth} ${outlineColor}` : 'none'
    return [outline, style.boxShadow, style.borderColor, style.backgroundColor, style.textDecoration].join(
      '|'
    )
  }
  // Some show it on what surrounds them: a card around its radio button, a label around its box.
  held.lookOf = (element) =>
    [element, element.parentElement, element.closest('label'), element.nextElementSibling]
      .map((one) => (one ? styleOf(one) + styleOf(one, '::before') + styleOf(one, '::after') : ''))
      .join()
  held.looks = new Map()
  return [...document.querySelectorAll<HTMLElement>(query)].filter(isReached).map((element, index) => {
    element.dataset.stop = String(index)
    held.looks.set(element, held.lookOf(element))
    return element.outerHTML.slice(0, 140)
  })
}

/** Where the focus stands, and what is wrong with that. Null: outside of the page. */
export function lookAtFocus(): Stop | null {
  const element = document.activeElement as HTMLElement | null
  if (!element || element === document.body || element === document.documentElement) return null
  const faults: string[] = []
  const { looks, lookOf } = globalThis as unknown as {
    looks: Map<Element, string>
    lookOf: (element: Element) => string
  }
  const box = element.getBoundingClientRect()
  const isTiny = box.width <= 1 || box.height <= 1
  const isInView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  if (!isTiny && !isInView) faults.push('is not scrolled to')
  if (!isTiny && isInView) {
    const points = [0.5, 0.15, 0.85].map((part) => [
      Math.min(Math.max(box.left + box.width * part, 1), innerWidth - 1),
      Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1),
    ])
    const isUncovered = points.some(([x, y]) => {
      const top = document.elementFromPoint(x!, y!)
      return (
        top !== null &&
        (element.contains(top) || top.contains(element) || element.closest('label')?.contains(top))
      )
    })
    if (!isUncovered) faults.push('is covered by something else')
  }
  if (!isTiny && looks.get(element) === lookOf(element)) faults.push('focus is not seen')
  if (element.tabIndex > 0) faults.push('has an order of its own')
  return {
    index: Number(element.closest<HTMLElement>('[data-stop]')?.dataset.stop ?? -1),
    name: element.outerHTML.slice(0, 140),
    faults,
  }
}

/** What was opened over the page last, if anything. */
export function findOpened(): {
  kind: 'dialog' | 'menu' | 'list'
  holdsFocus: boolean
  stops: number
  items: number
} | null {
  const isOpen = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getAttribute('data-state') !== 'closed'
  const opened = [
    ...document.querySelectorAll('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]'),
  ]
    .filter(isOpen)
    .at(-1)
  if (!opened) return null
  const role = opened.getAttribute('role')!
  const kind = role.endsWith('dialog') ? 'dialog' : role === 'menu' ? 'menu' : 'list'
  const stops = opened.querySelectorAll('a[href], button, input, select, textarea, [tabindex="0"]').length
  const items = opened.querySelectorAll('[role^=menuitem]:not([data-disabled])').length
  return { kind, holdsFocus: opened.contains(document.activeElement), stops, items }
}
