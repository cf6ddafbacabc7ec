import { appendFileSync, mkdirSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import { findFaults, findUnseenFocus } from '#tests/browser/pages/page_checks'
import type { PageSurface, PageVisit } from '#tests/browser/pages/page_list'
import type { Place } from '#tests/browser/pages/page_world'
import { type Visited, WatchedPage } from '#tests/browser/watched_page'

const languages = fileURLToPath(new URL('../../../resources/lang/en/', import.meta.url))
const namespaces = readdirSync(languages).map((file) => file.replace('.json', ''))
/** More than one at a time, because a page mostly waits: for the server, for the browser, for its own drawing. */
const tabs = 2
const pictures = process.env.TEST_PAGE_PICTURES

/** How pages are looked at. */
export interface Look {
  place: 'busy' | 'bare'
  locale: 'en' | 'de'
  theme: 'light' | 'dark'
  width: 1280 | 360
}

export const nameOf = ({ place, locale, theme, width }: Look): string =>
  `${place} business, ${locale}, ${theme}, ${width} wide`

const isWhole = process.env.TEST_PAGES === 'all'

/**
 * The quick tour has both languages, themes and widths, with the longest words on the narrowest screen: every other page in one look,
 * the rest in the other. The whole one, for every night, `TEST_PAGES=all`, has every page in every combination, and the business that
 * begins today.
 */
export const looks: Look[] = isWhole
  ? (['busy', 'bare'] as const).flatMap((place) =>
      (['en', 'de'] as const).flatMap((locale) =>
        (['light', 'dark'] as const).flatMap((theme) =>
          ([1280, 360] as const).map((width) => ({ place, locale, theme, width }))
        )
      )
    )
  : [
      { place: 'busy', locale: 'en', theme: 'light', width: 1280 },
      { place: 'busy', locale: 'de', theme: 'dark', width: 360 },
    ]

/** The pages of a tour that are looked at in one of its looks. */
export function pagesOf<Page>(look: Look, pages: Page[]): Page[] {
  return isWhole ? pages : pages.filter((_page, index) => index % looks.length === looks.indexOf(look))
}

interface Tour {
  visited: Visited
  place: Place
  /** The plan that lies in the cart. */
  plan: string | null
  look: Look
  visits: PageVisit[]
}

/** Visits pages one after another, as strangers where they must be, and tells what is wrong with each. */
export async function findPageFaults(tour: Tour): Promise<string[]> {
  const { visited, look, visits } = tour
  const options = {
    viewport: { width: look.width, height: look.width === 360 ? 740 : 860 },
    colorScheme: look.theme,
    locale: look.locale,
    reducedMotion: 'reduce' as const,
  }
  const [signedIn, stranger] = [
    await visited.browser.newContext(options),
    await visited.browser.newContext(options),
  ]
  await enter(tour, signedIn)
  const queue = [...visits]
  const faults: string[] = []
  const tab = async () => {
    const pages = {
      signedIn: await WatchedPage.open(visited, { context: signedIn }),
      stranger: await WatchedPage.open(visited, { context: stranger }),
    }
    for (let visit = queue.shift(); visit; visit = queue.shift()) {
      const page = visit.isForStrangers ? pages.stranger : pages.signedIn
      const found = await visitPage(page, { visited, look, visit }).catch((error: Error) => [error.message])
      const lines = found.map((fault) => `${visit.surface} ${visit.path}: ${fault}`)
      faults.push(...lines)
      if (pictures) noteFaults(lines)
    }
  }
  await Promise.all(Array.from({ length: tabs }, tab))
  await Promise.all([signedIn.close(), stranger.close()])
  return faults
}

async function visitPage(
  watched: WatchedPage,
  { visited, look, visit }: { visited: Visited; look: Look; visit: PageVisit }
): Promise<string[]> {
  const { page } = watched
  watched.foreign.length = 0
  watched.errors.length = 0
  const answer = await page.goto(addressOf(visited, look, visit))
  const type = answer?.headers()['content-type'] ?? ''
  if (!type.startsWith('text/html')) return [`answers ${type}: if it is no page, say so in notPages`]
  if (answer?.status() !== 200) return [`answers ${answer?.status()}`]
  if (new URL(page.url()).pathname === '/sign-in' && !visit.isForStrangers) return ['asks to sign in']
  // What a mailed link leads to comes after the page that opened it.
  if (visit.path.includes('#')) await page.waitForURL((url) => !url.pathname.includes('/open/'))
  await page.locator('h1').first().waitFor()
  await comeToRest(page)
  if (pictures) await takePicture(watched, look, visit)
  const faults = await page.evaluate(findFaults, { namespaces, locale: look.locale })
  faults.push(...(await watched.findViolations()))
  await page.keyboard.press('Tab')
  faults.push(...(await page.evaluate(findUnseenFocus)))
  faults.push(...watched.foreign.map((url) => `asks a foreign host: ${url}`))
  faults.push(...watched.errors.map((error) => `console: ${error}`))
  return faults
}

/** Parts of a page are fetched when it is there already: what never has anything on it is found by the checks. */
async function comeToRest(page: Page): Promise<void> {
  const hasWords = () => (document.querySelector('main')?.innerText.trim().length ?? 0) >= 20
  await page.waitForFunction(hasWords, undefined, { timeout: 10_000 }).catch(() => undefined)
}

function addressOf(visited: Visited, { locale }: Look, { surface, path }: PageVisit): string {
  if (locale === 'en') return visited.url(surface, path)
  if (surface === 'storefront') return visited.url(surface, `/${locale}${path === '/' ? '' : path}`)
  return visited.url(surface, path)
}

/** Somebody with things in the cart, where there is something to buy. */
async function enter({ visited, place, plan }: Tour, context: BrowserContext): Promise<void> {
  const watched = await WatchedPage.open(visited, { context })
  const ways: [PageSurface & ('account' | 'admin'), { email: string; password: string }][] = [
    ['account', place.customer],
    ['admin', place.staff],
  ]
  for (const [surface, person] of ways) await watched.signIn(visited, surface, person)
  if (plan) {
    await watched.page.goto(visited.url('storefront', `/configure/${plan}`))
    await watched.page.getByRole('button', { name: 'Add to cart' }).click()
    await watched.page.waitForURL('**/cart')
  }
  await watched.page.close()
}

function noteFaults(lines: string[]): void {
  mkdirSync(pictures!, { recursive: true })
  appendFileSync(`${pictures}/faults.txt`, lines.map((line) => `${line}\n`).join(''))
}

async function takePicture({ page }: WatchedPage, look: Look, { surface, path }: PageVisit): Promise<void> {
  const folder = `${pictures}/${Object.values(look).join('_')}`
  mkdirSync(folder, { recursive: true })
  const name = `${surface}${path}`
    .replaceAll(/[^a-z0-9_-]+/gi, '_')
    .replaceAll(/_[a-z0-9]{26}/g, '')
    .slice(0, 100)
  await page.waitForLoadState('networkidle')
  const size = page.viewportSize()!
  // The work areas scroll inside of themselves: only a tall window shows all of a page.
  await page.setViewportSize({ width: size.width, height: 1800 })
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
  await page.setViewportSize(size)
}
