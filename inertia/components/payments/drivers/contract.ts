import type { BrowserForm } from '~/components/payments/types'

/** How a gateway's own form looks on our page. */
export interface FormLook {
  locale: string
  isDark: boolean
}

/** What came of it: nothing to say when it went well, else a sentence for the customer in their language. */
export interface FormOutcome {
  problem: string | null
}

/** A gateway's own form within our page. Card numbers stay inside it. */
export interface GatewayForm {
  mount(place: HTMLElement): Promise<void>
  /**
   * Shows the buttons of wallets that this device has (Apple Pay, Google Pay, Link). A press calls `pay`, which confirms.
   * Resolves to whether there are any.
   */
  mountWallets?(place: HTMLElement, pay: () => void): Promise<boolean>
  /** Sends what was entered. The bank may take the customer away; they come back to `returnUrl`. */
  confirm(returnUrl: string): Promise<FormOutcome>
  destroy(): void
}

export interface GatewayFormDriver {
  open(form: BrowserForm, look: FormLook): Promise<GatewayForm>
  /** Lets the customer confirm at their bank what was begun with a saved card. */
  authenticate(form: BrowserForm): Promise<FormOutcome>
}
