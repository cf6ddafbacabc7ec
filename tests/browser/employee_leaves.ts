/// <reference lib="dom" />
import app from '@adonisjs/core/services/app'
import type { Assert } from '@japa/assert'
import type { Page } from 'playwright-core'
import { AddStaffMember } from '#app/identity/index'
import { type PageWorld, password } from '#tests/browser/pages/page_world'
import { type Visited, WatchedPage } from '#tests/browser/watched_page'
import { as } from '#tests/support/tenants'

const nora = { name: 'Nora Leaves', email: 'nora@example.test', password }
const note = 'Called back about the backups: all is well.'

/** What stays open in Nora's browser: their own pages, a console, a visit in somebody's name, and a program with their token. */
interface Doors {
  own: WatchedPage
  visit: Page
  token: string
}

/**
 * Somebody who works here is sent away while they are in the middle of it. Everything that they held open ends at once, wherever it is open;
 * what they wrote stays, under their name.
 */
export async function seeEmployeeLeave(visited: Visited, pages: PageWorld, assert: Assert): Promise<void> {
  await hire(pages)
  const doors = await openEverything(visited, pages, assert)
  const owner = await WatchedPage.open(visited)
  await owner.signIn(visited, 'admin', pages.busy.staff)
  await owner.page.goto(visited.url('admin', '/staff'))
  await owner.page.getByRole('button', { name: `End the access of ${nora.name}?` }).click()
  await owner.page.getByRole('dialog').getByRole('button', { name: 'End access' }).click()
  await owner.page.getByText('The access was ended.').first().waitFor()

  await assertAllEnded(visited, pages, { doors, assert })
  await owner.page.goto(visited.url('admin', `/customers/${pages.records.customer}`))
  await owner.page.getByText(note).first().waitFor()
  await owner.page.getByText(nora.name).first().waitFor()
  await owner.page.goto(visited.url('admin', '/audit'))
  await owner.page.getByText(nora.name).first().waitFor()
  owner.assertClean(assert)
  await owner.close()
  await doors.own.close()
}

async function hire({ busy }: PageWorld): Promise<void> {
  const add = await app.container.make(AddStaffMember)
  const hired = await as(busy.tenant, () =>
    add.execute({ ...nora, locale: 'en', roles: ['support', 'technician'] })
  )
  if (!hired.ok) throw new Error(hired.error.type)
}

async function openEverything(visited: Visited, { records }: PageWorld, assert: Assert): Promise<Doors> {
  const own = await WatchedPage.open(visited)
  const { page } = own
  await own.signIn(visited, 'admin', nora)
  await page.goto(visited.url('admin', '/api-tokens'))
  await page.getByRole('button', { name: 'Create a token' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Night script')
  await page.getByRole('checkbox').evaluateAll((boxes) =>
    boxes.filter((box) => box.getAttribute('aria-checked') === 'false').forEach((box) => (box as HTMLElement).click())
  ) // prettier-ignore
  await page.locator('form').getByRole('button', { name: 'Create a token' }).click()
  const token = (await page.locator('#new_token:focus code').textContent())!.trim()

  await page.goto(visited.url('admin', `/customers/${records.customer}`))
  await page.getByRole('button', { name: 'Write a note' }).first().click()
  await page.getByRole('dialog').getByLabel('Note').fill(note)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText(note).first().waitFor()

  const visit = await page.context().newPage()
  await visit.goto(visited.url('admin', `/customers/${records.customer}`))
  await visit.getByRole('button', { name: 'Act in their name' }).click()
  await visit.getByRole('dialog').getByLabel('Why').fill('Ticket 4711: the invoice does not open')
  await visit.getByRole('dialog').getByRole('button', { name: /Begin the visit/ }).click() // prettier-ignore
  await visit.getByText('Ticket 4711').first().waitFor()

  assert.equal(await askByToken(page, '/services', token), 200)
  const link = await page.evaluate(
    async ({ path, bearer }) => {
      const headers = { authorization: `Bearer ${bearer}` }
      const answer = await fetch(path, { method: 'POST', headers })
      const { url } = (await answer.json()) as { url: string }
      const held = globalThis as unknown as { consoleEnd: Promise<number> }
      const socket = new WebSocket(`ws://${location.host}${new URL(url).pathname}`)
      await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }))
      held.consoleEnd = new Promise((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)))
      return socket.readyState
    },
    { path: `/api/v1/services/${records.activeService}/console`, bearer: token }
  ) // prettier-ignore
  assert.equal(link, 1, 'the console is open')
  return { own, visit, token }
}

async function assertAllEnded(
  visited: Visited,
  { records }: PageWorld,
  { doors: { own, visit, token }, assert }: { doors: Doors; assert: Assert }
): Promise<void> {
  const { page } = own
  assert.equal(await askByToken(page, '/services', token), 401)
  const code = await page.evaluate(
    () => (globalThis as unknown as { consoleEnd: Promise<number> }).consoleEnd
  )
  assert.equal(code, 4403, 'the console')
  // The pages that show the customer leave by themselves: nobody has to touch them.
  await visit.waitForURL(/\/sign-in/)
  await page.waitForURL('**/sign-in?*')
  assert.notInclude(await page.locator('body').innerText(), note)
  await page.getByLabel('E-mail').fill(nora.email)
  await page.locator('input[type=password]').fill(nora.password)
  await page.keyboard.press('Enter')
  // Refused like anybody who is unknown, in words that a screen reader says: the field has the focus and is described by them.
  const isTold = () => {
    const field = document.activeElement
    const words = field?.getAttribute('aria-describedby')?.split(' ') ?? []
    const text = words.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
    return field?.id === 'email' && field.getAttribute('aria-invalid') === 'true' && text.trim() !== ''
  }
  await page.waitForFunction(isTold)
  await page.goto(visited.url('admin', `/customers/${records.customer}`))
  await page.waitForURL('**/sign-in?*')
}

function askByToken(page: Page, path: string, token: string): Promise<number> {
  return page.evaluate(
    async ({ url, bearer }) =>
      (await fetch(url, { headers: { authorization: `Bearer ${bearer}` }, credentials: 'omit' })).status,
    { url: `/api/v1${path}`, bearer: token }
  )
}
