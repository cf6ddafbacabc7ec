import type { JobRunner } from '#app/shared/jobs/job'
import { showId } from '#app/shared/ids'
import { findProvider } from '#app/identity/http/oauth/provider'
import { findOauthClient } from '#app/identity/queries/list_oauth_clients'

interface Told {
  backchannelLogout(sub: string): Promise<void>
}

/** Sends a signed logout token. What is not taken is sent again by the queue: a token says the same whenever it comes. */
export class TellApplicationJob implements JobRunner<{ clientId: string; userId: string }> {
  async run({ clientId, userId }: { clientId: string; userId: string }): Promise<void> {
    const registered = await findOauthClient(clientId)
    if (!registered?.backchannel_logout_uri) return
    const provider = await findProvider()
    const client = await provider?.Client.find(showId('oauthClient', clientId))
    // A part of the library that its types leave out.
    await (client as unknown as Told | undefined)?.backchannelLogout(showId('user', userId))
  }
}
