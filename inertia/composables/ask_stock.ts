/** Whether a plan can be had at one place now, as the shop answers it. */
export interface PlaceStock {
  plan_id: string
  place: string
  value_ids: string[]
  free: number | null
  is_available: boolean | null
}

/** Asks the shop where the plans of a product can be had now. Nothing is known when it does not answer: the order finds out. */
export async function askStock(productId: string): Promise<PlaceStock[]> {
  const answer = await fetch(`/machine-stock/${productId}`).catch(() => null)
  return answer?.ok ? ((await answer.json()) as { data: PlaceStock[] }).data : []
}
