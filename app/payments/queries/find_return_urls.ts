import { type IdKind, showId } from '#app/shared/ids'
import { findSurfaceUrls } from '#app/tenancy/index'

/** Where a gateway's own page sends a customer back to: our page asks the gateway what became of it, whatever the address says. */
export async function findReturnUrls(
  kind: Extract<IdKind, 'payment' | 'methodSetup'>,
  id: string
): Promise<{ returnUrl: string; cancelUrl: string }> {
  const { account } = await findSurfaceUrls()
  const place = kind === 'payment' ? 'payments' : 'payment-method-setups'
  const returnUrl = `${account}/${place}/${showId(kind, id)}/return`
  return { returnUrl, cancelUrl: `${returnUrl}?cancelled=1` }
}
