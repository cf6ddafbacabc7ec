import type { Group } from '@japa/runner/core'
import { forgetRemoteHosts } from '#app/shared/outbound/host_policy'
import { SandboxProcess } from '#tests/sandbox/sandbox_process'

export interface Mail {
  id: string
  to: string
  subject: string
  text: string
  html: string
  links: string[]
}

export const stripeKeys = {
  secretKey: 'sk_test_sandbox',
  publishableKey: 'pk_test_sandbox',
  webhookSecret: 'whsec_of_the_test',
}

/** The stand-ins of a group of tests: their switches, what they hold, and the mail they received. */
export class Sandbox {
  constructor(readonly process: SandboxProcess) {}

  get url(): string {
    return this.process.url
  }

  /** Turns a fault on: `fault('stripe', 'timeout_after', { times: 1, route: 'POST /v1/payment_intents' })`. */
  fault(system: string, name: string, change: Record<string, unknown> = {}): Promise<void> {
    return this.process.fault(system, name, change)
  }

  /** A lever of the stand-in that the real system does not have. */
  control<T = unknown>(path: string): Promise<T> {
    return this.process.json<T>('POST', path)
  }

  async clearFaults(): Promise<void> {
    await this.process.json('DELETE', '/_faults')
    forgetRemoteHosts()
  }

  /** Everything a system holds: `state('stripe')` has payment_intents, charges, events, totals … */
  state<T = Record<string, Record<string, unknown>[]>>(system: string): Promise<T> {
    return this.process.json<T>('GET', `/_state/${system}`)
  }

  /** What was asked of a system, newest first. */
  requests(
    system: string
  ): Promise<{ method: string; path: string; requestBody: string | null; status: number }[]> {
    return this.process.json('GET', `/_requests/${system}?limit=500`)
  }

  mail(query: { to?: string; subject?: string; limit?: string } = {}): Promise<Mail[]> {
    return this.process.json('GET', `/_mail/messages?${new URLSearchParams(query)}`)
  }

  /** Makes the Stripe stand-in send its events to a server of the test. @returns the secret they are signed with */
  async deliverWebhooksTo(url: string, events: readonly string[] = ['*']): Promise<string> {
    const enabled = Object.fromEntries(events.map((event, index) => [`enabled_events[${index}]`, event]))
    const answer = await this.stripe('POST', '/v1/webhook_endpoints', { url, ...enabled })
    return String(answer.secret)
  }

  /** Sends an event once more, or `count` times. */
  async resend(eventId: string, count = 1): Promise<void> {
    await this.process.json('POST', `/_stripe/events/${eventId}/resend?count=${count}`, {})
  }

  /** A call to the Stripe stand-in as its own dashboard or a browser would make it. */
  async stripe(
    method: string,
    path: string,
    form: Record<string, string> = {},
    { key = stripeKeys.secretKey } = {}
  ): Promise<Record<string, unknown>> {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: method === 'GET' ? undefined : new URLSearchParams(form).toString(),
    })
    return (await response.json()) as Record<string, unknown>
  }

  /** What the customer does in the card form of the browser: confirms an intent with a card. */
  confirm(clientSecret: string, method = 'pm_card_visa'): Promise<Record<string, unknown>> {
    const id = clientSecret.split('_secret_')[0]!
    const kind = id.startsWith('seti_') ? 'setup_intents' : 'payment_intents'
    return this.stripe(
      'POST',
      `/v1/${kind}/${id}/confirm`,
      { client_secret: clientSecret, payment_method: method, return_url: 'http://127.0.0.1:1/back' },
      { key: stripeKeys.publishableKey }
    )
  }

  /** What the cardholder answers on the bank's page. */
  async authenticate(intentId: string, outcome: 'complete' | 'fail' = 'complete'): Promise<void> {
    await this.process.json('POST', `/_stripe/intents/${intentId}/${outcome}`, {})
  }
}

/** Starting one costs as much as many tests: groups that want the same settings use the same, one after the other. */
const running = new Map<string, Promise<Sandbox>>()

function sandboxWith(env: Record<string, string>): Promise<Sandbox> {
  const key = JSON.stringify(Object.entries(env).toSorted())
  const started = running.get(key) ?? SandboxProcess.start(env).then((process) => new Sandbox(process))
  running.set(key, started)
  return started
}

/** When all tests have ended. */
export async function stopSandboxes(): Promise<void> {
  for (const started of running.values()) await (await started).process.stop()
  running.clear()
}

/**
 * Gives a group of tests a sandbox with these settings. Each test begins with empty stand-ins and without faults.
 * @returns a function that gives the sandbox, once the group runs
 */
export function useSandbox(group: Group, env: Record<string, string> = {}): () => Sandbox {
  let sandbox: Sandbox | null = null
  group.setup(async () => {
    sandbox = await sandboxWith(env)
  })
  group.each.setup(async () => {
    await sandbox?.process.reset()
    await sandbox?.clearFaults()
  })
  return () => {
    if (!sandbox) throw new Error('The sandbox starts with the group')
    return sandbox
  }
}
