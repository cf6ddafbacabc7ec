import { existsSync } from 'node:fs'
import type { Group } from '@japa/runner/core'
import { type Browser, chromium } from 'playwright-core'
import { seedDemo } from '#database/seeders/demo'
import { freePort, SandboxProcess } from '#tests/sandbox/sandbox_process'
import { AppProcesses } from '#tests/support/app_processes'
import { Sandbox } from '#tests/support/sandbox'

const demoGateway = 'gw_01j0000000e008000000000051'
const candidates = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

export const chromiumPath = candidates.find((path) => path !== undefined && existsSync(path)) ?? null
export const chromiumMissing = 'Chromium is not installed: apt-get install chromium'

/** The whole demo as `npm start` makes it, on this test's database: web, worker and sandbox as processes of their own. */
export interface Demo {
  port: number
  sandbox: Sandbox
  processes: AppProcesses
  browser: Browser
  url(surface: 'storefront' | 'account' | 'admin' | 'status', path: string): string
}

/** Starts the demo and a browser for a group of tests. */
export function useDemo(group: Group): () => Demo {
  let demo: Demo | null = null
  group.setup(async () => {
    if (!chromiumPath) return async () => undefined
    demo = await start(chromiumPath)
    const { browser, processes, sandbox } = demo
    return async () => {
      await browser.close()
      await processes.stop()
      await sandbox.process.stop()
    }
  })
  return () => {
    if (!demo) throw new Error(chromiumMissing)
    return demo
  }
}

async function start(executablePath: string): Promise<Demo> {
  const port = await freePort()
  const sandboxProcess = await SandboxProcess.start({
    ...sandboxKeys(),
    SANDBOX_BUILD_MS: '400',
    SANDBOX_TASK_MS: '50',
    SANDBOX_STRIPE_WEBHOOK_URL: `http://localhost:${port}/webhooks/stripe/${demoGateway}`,
  })
  await seedDemo({ sandboxUrl: sandboxProcess.url })
  const processes = await AppProcesses.start({
    smtpUrl: `smtp://127.0.0.1:${sandboxProcess.smtpPort}`,
    webPort: port,
  })
  const browser = await launchBrowser(executablePath)
  const hosts = {
    storefront: 'localhost',
    account: 'account.localhost',
    admin: 'admin.localhost',
    status: 'status.localhost',
  }
  return {
    port,
    sandbox: new Sandbox(sandboxProcess),
    processes,
    browser,
    url: (surface, path) => `http://${hosts[surface]}:${port}${path}`,
  }
}

export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  })
}

/** The seed connects the gateway and the panels with the keys of the environment; the stand-ins must know the same ones. */
function sandboxKeys(): Record<string, string> {
  const defaults = { SANDBOX_STRIPE_WEBHOOK_SECRET: 'whsec_sandbox' }
  const given = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      /^SANDBOX_(STRIPE|VIRTFUSION)_(.*KEY|.*SECRET|TOKEN)$/.test(entry[0]) && Boolean(entry[1])
  )
  return { ...defaults, ...Object.fromEntries(given) }
}
