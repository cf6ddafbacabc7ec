import type { HttpContext } from '@adonisjs/core/http'

type Contributor = (ctx: HttpContext) => Promise<Record<string, unknown>> | Record<string, unknown>

const contributors: Contributor[] = []

/** Lets a domain add to what every page gets (brand, signed-in user …), without this file knowing the domain. */
export function contributePageProps(contributor: Contributor): void {
  contributors.push(contributor)
}

export async function sharedPageProps(ctx: HttpContext): Promise<Record<string, never>> {
  const parts = await Promise.all(contributors.map((contributor) => contributor(ctx)))
  return Object.assign({}, ...parts)
}
