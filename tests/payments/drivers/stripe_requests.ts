import type { Sandbox } from '#tests/support/sandbox'

export async function describedRequests(_sandbox: Sandbox): Promise<string[] | null> {
  return null
}
