/// <reference lib="dom" />
import type { Assert } from '@japa/assert'
import { openInvitationLink } from '#app/identity/index'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { type PageWorld, password } from '#tests/browser/pages/page_world'
import { type Visited, WatchedPage } from '#tests/browser/watched_page'
import { as } from '#tests/support/tenants'

const mistaken = { name: 'Mallory Somebody', email: 'mallory@example.test' }
const closed = 'This invitation is not open any more'

/**
 * An owner types the wrong address, twice. The first time they take the invitation back before it is answered: its link opens nothing. The
 * second time the stranger has joined, holds a page open: it ends when the owner removes them, and the link lets nobody in
 * again.
 */
export async function seeInvitedByMistake(visited: Visited, pages: PageWorld, assert: Assert): Promise<void> {
  const owner = await WatchedPage.open(visited)
  const { page } = owner
  await owner.signIn(visited, 'account', pages.busy.customer)
  await page.goto(visited.url('account', '/team'))
  await invite(owner)
  const link = await linkOf(visited, pages)
  await page.getByRole('button', { name: `Take back the invitation of ${mistaken.email}` }).click()
  await page.getByText('The invitation was taken back.').first().waitFor()
  const stranger = await WatchedPage.open(visited)
  await stranger.page.goto(link)
  await stranger.page.getByRole('heading', { name: closed }).waitFor()
  assert.equal(await stranger.page.getByLabel('Name').count(), 0)

  await invite(owner)
  const second = await linkOf(visited, pages)
  await stranger.page.goto(second)
  await stranger.page.getByLabel('Name').fill(mistaken.name)
  await stranger.page.locator('input[type=password]').fill(password)
  await stranger.page.keyboard.press('Enter')
  await stranger.page.waitForURL((url) => !url.pathname.startsWith('/invitations'))
  await seesOnlyWhatMembersMay(stranger, assert)
  await stranger.page.goto(visited.url('account', `/services/${pages.records.activeService}`))
  const secret = (await stranger.page.locator('h1').first().innerText()).trim()

  await page.reload()
  await page.getByRole('button', { name: `Remove ${mistaken.name} from the team?` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('The member was removed and signed out.').first().waitFor()
  // Nobody has to touch it: what the stranger had before their eyes goes away.
  await stranger.page.waitForURL('**/sign-in?*')
  assert.equal(await stranger.page.getByText(secret).count(), 0)
  await stranger.page.goto(second)
  await stranger.page.getByRole('heading', { name: closed }).waitFor()
  await stranger.page.goto(visited.url('account', '/sign-in'))
  await stranger.page.getByLabel('E-mail').fill(mistaken.email)
  await stranger.page.locator('input[type=password]').fill(password)
  await stranger.page.keyboard.press('Enter')
  await stranger.page.locator('[aria-invalid=true]').or(stranger.page.locator('h1')).first().waitFor()
  await stranger.page.goto(visited.url('account', `/services/${pages.records.activeService}`))
  assert.equal(await stranger.page.getByText(secret).count(), 0)
  owner.assertClean(assert)
  await owner.close()
  await stranger.close()
}

/** Whoever may not order or keep the account meets neither buttons nor requests of those who may. */
async function seesOnlyWhatMembersMay(stranger: WatchedPage, assert: Assert): Promise<void> {
  const { page } = stranger
  const menu = page.getByRole('navigation', { name: 'Main menu' }).getByRole('link')
  await menu.first().waitFor()
  for (const path of await menu.evaluateAll((links) =>
    links.map((link) => (link as HTMLAnchorElement).href)
  )) {
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    const dead = page.getByRole('main').getByText(/^(New server|Make a copy)$/)
    assert.equal(await dead.count(), 0, path)
  }
  stranger.assertClean(assert)
}

async function invite({ page }: WatchedPage): Promise<void> {
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail').fill(mistaken.email)
  await dialog.getByRole('button', { name: 'Send the invitation' }).click()
  await page.getByRole('button', { name: `Take back the invitation of ${mistaken.email}` }).waitFor()
}

/** As its mail has it. */
function linkOf(visited: Visited, { busy }: PageWorld): Promise<string> {
  return as(busy.tenant, () =>
    inTransaction(async () => {
      const { id } = await db
        .selectFrom('invitations')
        .select('id')
        .where('email', '=', mistaken.email)
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow()
      return visited.url('account', `/open/invitations#${(await openInvitationLink(id))!}`)
    })
  )
}
