/**
 * Stripe's Payment Element, and the wallets of its Express Checkout Element.
 * @see https://docs.stripe.com/payments/payment-element @see https://docs.stripe.com/elements/express-checkout-element
 */
import { loadScript } from '~/components/payments/drivers/load_script'
import type { FormOutcome, GatewayFormDriver } from '~/components/payments/drivers/contract'
import type { BrowserForm } from '~/components/payments/types'

interface StripeAnswer {
  /** With what it is about where that stands in the way. */
  error?: { message?: string; code?: string; payment_intent?: { status: string } }
}

/** Nothing is left to do in the browser: held, taken, or being taken. */
const confirmed = ['requires_capture', 'processing', 'succeeded']

interface PaymentElement {
  mount(place: HTMLElement): void
  on(name: 'ready' | 'loaderror' | 'confirm', listen: (event?: WalletsReady) => void): void
  destroy(): void
}

/** Which wallets this device has; undefined for none. */
interface WalletsReady {
  availablePaymentMethods?: object
}

interface Elements {
  create(type: 'payment' | 'expressCheckout', options?: object): PaymentElement
  submit(): Promise<StripeAnswer>
}

interface Stripe {
  elements(options: object): Elements
  confirmPayment(options: object): Promise<StripeAnswer>
  confirmSetup(options: object): Promise<StripeAnswer>
  handleNextAction(options: { clientSecret: string }): Promise<StripeAnswer>
}

declare global {
  interface Window {
    Stripe?: (key: string, options?: object) => Stripe
  }
}

export const stripeForms: GatewayFormDriver = {
  async open(form, { locale, isDark }) {
    const stripe = await connect(form, locale)
    const elements = stripe.elements({
      clientSecret: form.client_secret,
      locale,
      appearance: { theme: isDark ? 'night' : 'stripe' },
    })
    const element = elements.create('payment', { layout: 'tabs' })
    let wallets: PaymentElement | null = null
    return {
      mount: (place) =>
        new Promise((resolve, reject) => {
          element.on('ready', () => resolve())
          element.on('loaderror', () => reject(new Error('The form did not load')))
          element.mount(place)
        }),
      async confirm(returnUrl) {
        const checked = await elements.submit()
        if (checked.error) return toOutcome(checked)
        const options = { elements, confirmParams: { return_url: returnUrl }, redirect: 'if_required' }
        return toOutcome(
          form.purpose === 'setup' ? await stripe.confirmSetup(options) : await stripe.confirmPayment(options)
        )
      },
      ...(form.purpose === 'payment'
        ? {
            mountWallets: (place: HTMLElement, pay: () => void) =>
              new Promise<boolean>((resolve) => {
                wallets = elements.create('expressCheckout', { buttonHeight: 44 })
                wallets.on('ready', (event) => resolve(Boolean(event?.availablePaymentMethods)))
                wallets.on('loaderror', () => resolve(false))
                wallets.on('confirm', pay)
                wallets.mount(place)
              }),
          }
        : {}),
      destroy() {
        wallets?.destroy()
        element.destroy()
      },
    }
  },

  async authenticate(form) {
    const stripe = await connect(form, 'auto')
    return toOutcome(await stripe.handleNextAction({ clientSecret: form.client_secret }))
  },
}

async function connect(form: BrowserForm, locale: string): Promise<Stripe> {
  await loadScript(form.script_url)
  if (!window.Stripe) throw new Error('The script of the gateway did not load')
  return window.Stripe(form.publishable_key, { locale })
}

/** What another tab, or a try whose answer was lost, has confirmed already is no failure: the server looks how far it is. */
function toOutcome({ error }: StripeAnswer): FormOutcome {
  const isConfirmed =
    error?.code === 'payment_intent_unexpected_state' &&
    confirmed.includes(error.payment_intent?.status ?? '')
  return { problem: error && !isConfirmed ? (error.message ?? '') : null }
}
