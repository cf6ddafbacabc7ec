import type { PlaceStock } from '~/composables/place_stock'

/** Asks the shop where the plans of a product can be had now. Nothing is known when it does not answer: the order finds out. */
export async function askStock(productId: string): Promise<PlaceStock[]> {
  const answer = await fetch(`/machine-stock/${productId}`).catch(() => null)
  return answer?.ok ? ((await answer.json()) as { data: PlaceStock[] }).data : []
}
