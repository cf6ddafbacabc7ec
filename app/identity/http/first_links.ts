import app from '@adonisjs/core/services/app'
import { acrossTenants } from '#app/shared/database/unit'
import { currentTenant } from '#app/shared/database/context'
import { findSurfaceUrls } from '#app/tenancy/index'
import { keyedPath } from '#app/identity/domain/keyed_link'
import { MakeFirstLink } from '#app/identity/actions/make_first_link'

/** What the console says when a tenant has no staff yet: the one-time link of its first owner, once. */
export async function listFirstLinks(): Promise<string[]> {
  const lines: string[] = []
  const make = await app.container.make(MakeFirstLink)
  await acrossTenants('links of first staff members', async () => {
    const made = await make.execute({ isAnother: false })
    const { name, slug } = currentTenant()
    if (made.ok) {
      const { admin } = await findSurfaceUrls()
      lines.push(
        `Nobody works for ${name} yet. Its first owner begins here, once, within a day: ${admin}${keyedPath('invitations', made.value.token)}`
      )
    } else if (made.error.type === 'link_waits') {
      lines.push(
        `Nobody works for ${name} yet. Its link was printed before; "bin/ace staff:first-link ${slug}" prints another.`
      )
    }
  })
  return lines
}
