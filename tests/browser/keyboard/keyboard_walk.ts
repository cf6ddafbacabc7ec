/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import { findOpened, lookAtFocus, numberControls, type Stop } from '#tests/browser/keyboard/keyboard_checks'

/** A date has a stop for each of its parts, a card form one for each field. */
const sameStopsMax = 10
/** What is not as it should be after this long never will be; what is, is seen at once, however busy the machine is. */
const patienceMs = 10_000
const pauseMs = 60
const looksMax = 10
const trapped = 'does not let go'

/** Goes through a whole page by Tab, as somebody without a mouse does. @returns what is wrong, in words */
export async function walkByTab(page: Page): Promise<string[]> {
  const first = await walkOnce(page)
  if (first.length === 0 || first.some((fault) => fault.startsWith(trapped))) return first
  // A page that renewed itself meanwhile has other elements: what is wrong is wrong twice.
  const second = new Set(await walkOnce(page))
  return first.filter((fault) => second.has(fault))
}

async function walkOnce(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    ;(document.activeElement as HTMLElement | null)?.blur()
    // The next Tab begins where the selection stands.
    document.getSelection()?.setPosition(document.body, 0)
  })
  const names = await page.evaluate(numberControls)
  const reached = new Set<number>()
  const faults: string[] = []
  let [before, same, ends]: [Stop | null, number, number] = [null, 0, 0]
  for (let presses = 0; presses < names.length * 2 + 30 && ends < 2; presses += 1) {
    await page.keyboard.press('Tab')
    let stop = await page.evaluate(lookAtFocus)
    // What slides in, or is scrolled to, needs a moment, and a busy machine some.
    for (let looks = 0; looks < looksMax && stop && stop.faults.length > 0; looks += 1) {
      await drawn(page)
      await page.waitForTimeout(pauseMs)
      stop = await page.evaluate(lookAtFocus)
    }
    if (!stop) ends += 1
    else {
      const isFirst = !reached.has(stop.index)
      if (isFirst) faults.push(...stop.faults.map((fault) => `${fault}: ${stop.name}`))
      if (
        before &&
        stop.index >= 0 &&
        stop.index < before.index &&
        isFirst &&
        before.index < names.length - 1
      )
        faults.push(`comes after what stands behind it: ${stop.name}`)
      same = before?.name === stop.name && before.index === stop.index ? same + 1 : 0
      if (same > sameStopsMax) return [...faults, `${trapped}: ${stop.name}`]
      reached.add(stop.index)
    }
    before = stop
    if (reached.size - (reached.has(-1) ? 1 : 0) === names.length) break
  }
  names.forEach((name, index) => {
    if (!reached.has(index)) faults.push(`is not reached: ${name}`)
  })
  return faults
}

/**
 * Presses everything in the page that opens something, by keyboard: a dialog takes the focus, keeps it, closes by Escape and gives it back; a
 * menu is led through by arrows, and what its items open gives the focus back to it. Nothing is sent meanwhile.
 * @param onOpened looks at what was opened while it is open
 */
export async function tryWhatOpens(
  page: Page,
  onOpened: (opener: string) => Promise<string[]> = async () => []
): Promise<string[]> {
  const address = page.url()
  const hold = (route: import('playwright-core').Route) =>
    ['GET', 'HEAD'].includes(route.request().method()) ? route.fallback() : route.abort()
  await page.route('**/*', hold)
  const faults: string[] = []
  const count = await page.locator(openers).count()
  for (let index = 0; index < count; index += 1) {
    const opener = page.locator(openers).nth(index)
    if ((await opener.count()) === 0 || !(await opener.isVisible())) continue
    const name = ((await opener.getAttribute('aria-label')) ?? (await opener.innerText())).trim().slice(0, 60)
    const found = await tryOne(page, { index, name, onOpened })
    faults.push(...found.map((fault) => `“${name}” ${fault}`))
    if (page.url() !== address) await comeBack(page, address)
  }
  await page.unroute('**/*', hold)
  return faults
}

const openers =
  'main button[type=button]:not(:disabled):not([role=tab]):not([role=radio]):not([role=switch]):not([role=checkbox])'

interface Tried {
  index: number
  name: string
  onOpened: (opener: string) => Promise<string[]>
}

async function comeBack(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.locator('h1').first().waitFor()
}

async function press(page: Page, index: number): Promise<Awaited<ReturnType<typeof opened>>> {
  await page.locator(openers).nth(index).focus()
  return during(page, () => page.keyboard.press('Enter'))
}

/** The page has drawn what followed the last key: a frame begins only when the work before it is done. */
async function drawn(page: Page): Promise<void> {
  await page
    .evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    .catch(() => undefined)
}

/** Asks until it is so. @returns whether it came to be */
async function comesTrue(page: Page, isSo: () => Promise<boolean>): Promise<boolean> {
  const until = performance.now() + patienceMs
  for (;;) {
    await drawn(page)
    if (await isSo().catch(() => false)) return true
    if (performance.now() > until) return false
    await page.waitForTimeout(pauseMs)
  }
}

/** What a key opens. Parts of a page are fetched when they are first opened: as long as something is on its way, it may still open. */
async function during(page: Page, act: () => Promise<void>) {
  let underWay = 0
  const [more, less] = [() => (underWay += 1), () => (underWay -= 1)]
  page.on('request', more).on('requestfinished', less).on('requestfailed', less)
  try {
    await act()
    return await opened(page, () => underWay <= 0)
  } finally {
    page.off('request', more).off('requestfinished', less).off('requestfailed', less)
  }
}

async function opened(page: Page, isQuiet: () => boolean) {
  for (let [quiet, tries] = [0, 0]; quiet < 3 && tries < 150; tries += 1) {
    await drawn(page)
    const found = await page.evaluate(findOpened).catch(() => null)
    if (found) return found
    await page.waitForTimeout(pauseMs)
    quiet = isQuiet() ? quiet + 1 : 0
  }
  return null
}

async function tryOne(page: Page, tried: Tried): Promise<string[]> {
  const found = await press(page, tried.index)
  if (!found) return []
  if (found.kind === 'dialog')
    return [
      ...(await page.evaluate(findFormsWithoutEnter)),
      ...(await tried.onOpened(tried.name)),
      ...(await leaveDialog(page, tried.index)),
    ]
  if (found.kind === 'list') return leave(page, tried.index)
  const faults: string[] = []
  await comesTrue(page, holdsFocus(page))
  await page.keyboard.press('ArrowDown')
  if (!(await comesTrue(page, () => page.evaluate(isInMenu))))
    faults.push('opens a menu through which arrows do not lead')
  faults.push(...(await leave(page, tried.index)))
  for (let item = 0; item < found.items; item += 1) faults.push(...(await tryItem(page, tried, item)))
  return faults
}

async function tryItem(page: Page, tried: Tried, item: number): Promise<string[]> {
  const address = page.url()
  await press(page, tried.index)
  await comesTrue(page, holdsFocus(page))
  await page.keyboard.press('Home')
  await comesTrue(page, () => page.evaluate(isInMenu))
  for (let step = 0; step < item; step += 1) await page.keyboard.press('ArrowDown')
  await drawn(page)
  const name = await page.evaluate(() => document.activeElement?.textContent?.trim().slice(0, 60))
  // The menu itself is open until it has closed: what stands there after that is what the item opened.
  const found = await during(page, async () => {
    await page.keyboard.press('Enter')
    await comesTrue(page, async () => (await page.evaluate(findOpened))?.kind !== 'menu')
  })
  if (page.url() !== address) await comeBack(page, address)
  if (found?.kind !== 'dialog') return []
  const seen = await tried.onOpened(`${tried.name} ${name}`)
  return [...seen, ...(await leaveDialog(page, tried.index))].map((fault) => `› “${name}” ${fault}`)
}

async function leaveDialog(page: Page, index: number): Promise<string[]> {
  const faults: string[] = []
  const found = (await page.evaluate(findOpened))!
  if (!(await comesTrue(page, holdsFocus(page)))) faults.push('opens a dialog that does not take the focus')
  for (let presses = 0; presses < Math.min(found.stops, 25) + 2; presses += 1) {
    await page.keyboard.press('Tab')
    if (!(await comesTrue(page, holdsFocus(page)))) {
      faults.push('opens a dialog that the focus leaves')
      break
    }
  }
  return [...faults, ...(await leave(page, index))]
}

const holdsFocus = (page: Page) => async () => (await page.evaluate(findOpened))?.holdsFocus ?? false

function isInMenu(): boolean {
  return document.activeElement?.getAttribute('role')?.startsWith('menuitem') ?? false
}

/** By Escape, with the focus back where it was. */
async function leave(page: Page, index: number): Promise<string[]> {
  await page.keyboard.press('Escape')
  if (!(await comesTrue(page, async () => !(await page.evaluate(findOpened)))))
    return ['opens something that Escape does not close']
  const opener = page.locator(openers).nth(index)
  const isBack = await comesTrue(page, () =>
    opener.evaluate((element) => element === document.activeElement, undefined, { timeout: 1_000 })
  )
  if (isBack) return []
  const where = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120))
  return [`does not get the focus back: ${where}`]
}

/** In a form of several fields Enter does nothing unless a button sends it (HTML, implicit submission). */
function findFormsWithoutEnter(): string[] {
  const forms = [...document.querySelectorAll<HTMLFormElement>('[role=dialog] form')]
  const typed = 'input:not([type=checkbox]):not([type=radio]):not([type=hidden]):not([type=file])'
  const isSent = (form: HTMLFormElement) =>
    [...form.elements].some((element) => element.matches('button[type=submit], button:not([type])'))
  return forms
    .filter((form) => form.querySelectorAll(typed).length > 1 && !isSent(form))
    .map(() => 'opens a form that Enter does not send')
}
