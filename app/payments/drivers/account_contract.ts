/** What concerns the account at a gateway as a whole: how it is connected, where messages go, what became of our money. */
import type { Money } from '#app/shared/money/money'
import type { GatewayMovement, GatewayPayout } from '#app/payments/domain/gateway_values'
import type { Outcome } from '#app/payments/drivers/contract'

/** What the gateway did with our money. */
export interface PayoutCalls {
  listPayouts(since: Date): Outcome<GatewayPayout[]>
  /** All movements since then, whether paid out or not. Older ones that a payout since then was made of are told again. */
  listMovements(since: Date): Outcome<GatewayMovement[]>
  /** What lies on the account by the gateway's own word, what is not available yet included; one for each currency. */
  readBalance(): Outcome<Money[]>
}

/** `missing`: the gateway does not know the endpoint; `switched_off`: it knows it and sends nothing there. */
export type WebhookStanding = 'known' | 'missing' | 'switched_off'

/** Tells the gateway where to send its messages. */
export interface WebhookSetupCalls {
  /** Makes an endpoint for this address. Its secrets are told once. */
  setUp(input: { url: string; idempotencyKey: string }): Outcome<{
    reference: string
    secrets: Record<string, string>
    /** What belongs to the config, such as the endpoint's id where signatures name it. */
    config: Record<string, string>
  }>
  /** After the new secrets are kept: takes away our earlier endpoints of the same address. */
  removeOthers(input: { url: string; keep: string }): Outcome<void>
  /** Whether the endpoint that was made is still there. */
  look(input: { url: string; reference: string }): Outcome<WebhookStanding>
  /** Has a message sent that is about nothing of anybody's; null where nothing harmless makes the gateway send one. */
  provoke: ((input: { idempotencyKey: string }) => Outcome<void>) | null
}
