import { test } from '@japa/runner'
import { chromium, type Browser, type Page } from 'playwright-core'
import { SandboxProcess } from '#tests/sandbox/sandbox_process'
import { eventually } from '#tests/support/app_processes'
import { chromiumMissing, chromiumPath } from '#tests/browser/demo'

interface Fault {
  system: string
  fault: string
  enabled: boolean
  rate: number
  times: number | null
}

const named: [system: string, fault: string][] = [
  ['stripe', 'latency_ms'], ['stripe', 'error_500'], ['stripe', 'timeout_before'], ['stripe', 'timeout_after'],
  ['stripe', 'duplicate_webhooks'], ['stripe', 'reorder_webhooks'], ['stripe', 'decline_charges'], ['virtfusion', 'latency_ms'],
  ['virtfusion', 'error_500'], ['virtfusion', 'timeout_before'], ['virtfusion', 'timeout_after'], ['virtfusion', 'panel_full'],
  ['virtfusion', 'build_fails'],
] // prettier-ignore

test.group('The console of the sandbox', (group) => {
  let sandbox: SandboxProcess
  let browser: Browser
  let page: Page

  group.setup(async () => {
    if (!chromiumPath) return async () => undefined
    sandbox = await SandboxProcess.start()
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] })
    page = await browser.newPage()
    page.setDefaultTimeout(90_000)
    return async () => {
      await browser.close()
      await sandbox.stop()
    }
  })

  /** What the board holds of a fault once it is as expected: the page sends its changes by itself. */
  const becomes = ([system, fault]: [string, string], isRight: (now: Fault) => boolean) =>
    eventually(
      async () => {
        const all = await sandbox.json<Fault[]>('GET', '/_faults')
        const found = all.find((one) => one.system === system && one.fault === fault)
        return found && isRight(found) ? found : null
      },
      { what: `${system} ${fault}` }
    )

  test('every fault is switched on, made rarer while it is on, and switched off', async ({ assert }) => {
    await page.goto(`${sandbox.url}/faults`)
    for (const one of named) {
      const row = page.locator(`[data-fault="/_faults/${one.join('/')}"]`)
      await row.getByRole('switch').click()
      const always = await becomes(one, ({ enabled }) => enabled)
      assert.deepInclude(always, { rate: 1, times: null })
      await row.locator('[name=rate]').selectOption({ label: 'one in ten' })
      await becomes(one, ({ enabled, rate }) => enabled && rate === 0.1)
      await row.locator('[role=switch][aria-checked=true]').click()
      await becomes(one, ({ enabled }) => !enabled)
    }
  }).skip(!chromiumPath, chromiumMissing)
})
