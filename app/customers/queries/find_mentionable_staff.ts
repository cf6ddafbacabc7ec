import { listStaff } from '#app/identity/index'

export interface Colleague {
  id: string
  name: string
}

/** To which colleagues may a note about a customer be addressed? To those who may read it. */
export async function findMentionableStaff(): Promise<Colleague[]> {
  const staff = await listStaff()
  return staff
    .filter(({ abilities, disabledAt }) => !disabledAt && abilities.has('staff:customers:read'))
    .map(({ userId, name }) => ({ id: userId, name }))
}
