import { inReadTransaction } from '#app/shared/database/unit'
import * as linkedSignIns from '#app/identity/records/linked_sign_ins'
import * as providers from '#app/identity/records/sign_in_providers'

/** Where else may people of this tenant sign in? */
export function listSignInProviders(): Promise<providers.SignInProvider[]> {
  return inReadTransaction(() => providers.list())
}

export interface OfferedProvider {
  id: string
  name: string
}

/** What is offered beside the password? */
export async function listOfferedProviders(): Promise<OfferedProvider[]> {
  const all = await listSignInProviders()
  return all.filter(({ is_enabled }) => is_enabled).map(({ id, name }) => ({ id, name }))
}

export interface PersonsLinks {
  links: {
    id: string
    providerId: string
    provider: string
    email: string | null
    linkedAt: Date
    lastUsedAt: Date | null
  }[]
  /** What the person may still link. */
  offered: OfferedProvider[]
}

/** With which accounts elsewhere may this person sign in? */
export function findLinksOf(userId: string): Promise<PersonsLinks> {
  return inReadTransaction(async () => {
    const all = await providers.list()
    const names = new Map(all.map(({ id, name }) => [id, name]))
    const links = (await linkedSignIns.listOfUser(userId)).map((link) => ({
      id: link.id,
      providerId: link.provider_id,
      provider: names.get(link.provider_id) ?? '',
      email: link.email,
      linkedAt: link.linked_at,
      lastUsedAt: link.last_used_at,
    }))
    const linked = new Set(links.map(({ providerId }) => providerId))
    const offered = all
      .filter(({ id, is_enabled }) => is_enabled && !linked.has(id))
      .map(({ id, name }) => ({ id, name }))
    return { links, offered }
  })
}
