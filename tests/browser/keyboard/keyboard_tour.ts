import { tryWhatOpens, walkByTab } from '#tests/browser/keyboard/keyboard_walk'
import { listPageVisits, type PageVisit } from '#tests/browser/pages/page_list'
import type { PageWorld } from '#tests/browser/pages/page_world'
import { type Visited, WatchedPage } from '#tests/browser/watched_page'
import { tellProgress } from '#tests/support/progress'

/** Every page, or those whose routes are named with one of these words, divided by commas. */
const named = process.env.TEST_KEYBOARD
const isWhole = named !== undefined
/** In each build: a page of customers with sections and dialogs, and one of staff with a list. The rest by `npm run keyboard`. */
const inEachBuild = new Set(['account.security.show', 'admin.staff_members.index'])

/** Goes through pages by keyboard, as whom they are for, and opens in each all that opens. @returns what is wrong, page by page */
export async function walkPages(
  visited: Visited,
  pages: PageWorld
): Promise<{ count: number; faults: string[] }> {
  const visits = listPageVisits(pages.records).filter(({ route }) =>
    isWhole
      ? named === 'all' || named.split(',').some((word) => route.includes(word))
      : inEachBuild.has(route)
  )
  const [member, stranger] = [await WatchedPage.open(visited), await WatchedPage.open(visited)]
  await member.signIn(visited, 'account', pages.busy.customer)
  await member.signIn(visited, 'admin', pages.busy.staff)
  member.page.on('dialog', (dialog) => void dialog.accept())
  const faults: string[] = []
  for (const visit of visits) {
    const watched = visit.isForStrangers ? stranger : member
    const found = await walk(watched, visited, visit).catch((error: Error) => [error.message])
    faults.push(...found.map((fault) => `${visit.surface} ${visit.path}: ${fault}`))
    if (isWhole) tellProgress(`${visit.surface} ${visit.path}: ${found.join(' · ') || 'nothing'}`)
  }
  await member.close()
  await stranger.close()
  return { count: visits.length, faults }
}

async function walk(watched: WatchedPage, visited: Visited, { surface, path }: PageVisit): Promise<string[]> {
  const { page } = watched
  await page.goto(visited.url(surface, path))
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  const look = isWhole ? () => watched.findViolations() : undefined
  return [...(await walkByTab(page)), ...(await tryWhatOpens(page, look))]
}
