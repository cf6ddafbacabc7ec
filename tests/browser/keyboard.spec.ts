/// <reference lib="dom" />
import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import { chromiumMissing, chromiumPath, launchBrowser } from '#tests/browser/demo'
import { tryWhatOpens, walkByTab } from '#tests/browser/keyboard/keyboard_walk'
import { WatchedPage } from '#tests/browser/watched_page'
import { createTenant } from '#tests/support/tenants'

const spoiled = `<!DOCTYPE html><html lang="en"><title>Spoiled</title>
<style>.blind:focus{outline:none} .under{position:relative} .over{position:absolute;inset:0;background:white}</style>
<main><h1>Spoiled</h1><button id="fine">Fine</button><button id="blind" class="blind">Unseen</button>
<span id="first-in-order"><button tabindex="3">First</button></span>
<div class="under"><a id="covered" href="#x">Covered</a><div class="over"></div></div>
<button type="button" id="loose">Opens a dialog that keeps nothing</button><button id="trap">Trap</button><button id="behind">Behind</button></main>
<script>
  document.getElementById('trap').addEventListener('keydown', (event) => { if (event.key === 'Tab') event.preventDefault() })
  document.getElementById('loose').addEventListener('click', () => {
    if (!document.querySelector('[role=dialog]')) document.body.insertAdjacentHTML('beforeend', '<div role="dialog"><form><input><input></form><button type="button">Inside</button></div>')
  })
</script></html>`

/** Whether the walk sees what it should see: a page with one of each fault. */
test('a walk by keyboard names what is wrong', async ({ assert }: { assert: Assert }) => {
  const browser = await launchBrowser(chromiumPath!)
  const tenant = await createTenant()
  const url = () => `http://account.${tenant.slug}.localhost:${process.env.PORT}/sign-in`
  const watched = await WatchedPage.open({ browser, sandbox: { url: 'http://none.invalid' }, url })
  const { page } = watched
  // Nothing is wrong with the page of signing in.
  await page.goto(url())
  await page.locator('h1').waitFor()
  assert.deepEqual(await walkByTab(page), [])

  await page.route(url(), (route) => route.fulfill({ contentType: 'text/html', body: spoiled }))
  await page.goto(url())
  const faults = (await walkByTab(page)).join('\n')
  for (const [what, where] of [
    ['focus is not seen', 'id="blind"'],
    ['has an order of its own', 'tabindex="3"'],
    ['is covered by something else', 'id="covered"'],
    ['does not let go', 'id="trap"'],
  ] as const)
    assert.match(faults, new RegExp(`${what}.*${where}`))
  await page.goto(url())
  const opened = (await tryWhatOpens(page)).join('\n')
  assert.include(opened, 'opens a dialog that does not take the focus')
  assert.include(opened, 'opens a form that Enter does not send')
  assert.include(opened, 'opens something that Escape does not close')
  await browser.close()
}).skip(chromiumPath === null, chromiumMissing)
