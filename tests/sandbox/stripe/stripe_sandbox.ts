import { createServer, type Server } from 'node:http'
import Stripe from 'stripe'
import { eventually, freePort, SandboxProcess } from '../sandbox_process.js'

const secret = 'whsec_sandbox_tests'

/** A sandbox with the official client for its server's key and for its browser's key, and a listener for webhooks. */
export class StripeSandbox {
  readonly received: Stripe.Event[] = []
  readonly refused: string[] = []
  /** What the listener answers; tests make it fail. */
  answerWith = 200
  readonly process: SandboxProcess
  private readonly listener: Server

  private constructor(process: SandboxProcess, listener: Server) {
    this.process = process
    this.listener = listener
  }

  static async start(env: Record<string, string> = {}): Promise<StripeSandbox> {
    const port = await freePort()
    const listener = createServer()
    await new Promise<void>((resolve) => listener.listen(port, '127.0.0.1', resolve))
    const process = await SandboxProcess.start({
      SANDBOX_STRIPE_WEBHOOK_URL: `http://127.0.0.1:${port}/hooks`,
      SANDBOX_STRIPE_WEBHOOK_SECRET: secret,
      ...env,
    })
    const sandbox = new StripeSandbox(process, listener)
    sandbox.listen()
    return sandbox
  }

  get server(): Stripe {
    return this.client('sk_test_sandbox')
  }

  get browser(): Stripe {
    return this.client('pk_test_sandbox')
  }

  client(key: string, options: { maxNetworkRetries?: number; timeout?: number } = {}): Stripe {
    return new Stripe(key, {
      host: '127.0.0.1',
      port: this.process.port,
      protocol: 'http',
      maxNetworkRetries: 0,
      telemetry: false,
      ...options,
    })
  }

  /** A payment by the server alone, of a test card by its id. */
  async pay(paymentMethod: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
    return this.server.paymentIntents.create({
      amount: 1401,
      currency: 'eur',
      payment_method: paymentMethod,
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      ...more,
    })
  }

  /** What the bank's page does when the cardholder presses one of its buttons. */
  async authenticate(intentId: string, outcome: 'complete' | 'fail'): Promise<void> {
    await this.process.json('POST', `/_stripe/intents/${intentId}/${outcome}`)
  }

  async waitForEvents(type: string, count = 1): Promise<Stripe.Event[]> {
    return eventually(
      async () => this.received.filter((event) => event.type === type),
      (events) => events.length >= count
    )
  }

  async stop(): Promise<void> {
    await this.process.stop()
    this.listener.closeAllConnections()
    await new Promise((resolve) => this.listener.close(resolve))
  }

  private listen(): void {
    this.listener.on('request', (request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        this.take(body, String(request.headers['stripe-signature']))
        response.writeHead(this.answerWith).end()
      })
    })
  }

  private take(body: string, signature: string): void {
    try {
      this.received.push(this.server.webhooks.constructEvent(body, signature, secret, 300))
    } catch (error) {
      this.refused.push(String(error))
    }
  }
}

export type Refusal = { status?: number; type?: string; code?: string; decline?: string; param?: string }

/** How a call was refused, in the words the platform acts on; fails the test when it was not refused. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    const { statusCode, rawType, code, decline_code: decline, param } = error
    return { status: statusCode, type: rawType, code, decline, param }
  }
  throw new Error('The call was expected to be refused, and passed.')
}

/** A whole error, for tests that look at the objects inside it. */
export async function errorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error
    throw error
  }
  throw new Error('The call was expected to be refused, and passed.')
}

/** For calls that the official client's types would not let through. */
export async function rawPost(sandbox: StripeSandbox, path: string, form: Record<string, string>) {
  const response = await fetch(sandbox.process.url + path, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_sandbox' },
    body: new URLSearchParams(form),
  })
  const body = (await response.json()) as { error?: { code?: string; param?: string; message: string } }
  return {
    status: response.status,
    code: body.error?.code,
    param: body.error?.param,
    message: body.error?.message,
  }
}
