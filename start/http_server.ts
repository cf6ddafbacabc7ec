import { createServer, type RequestListener, type Server, ServerResponse } from 'node:http'
import env from '#start/env'
import { fromWire, HostCookieResponse } from '#app/shared/http/host_cookies'
import { dropForeignWord, namesOneHost } from '#app/shared/http/own_proxy'
import { setSafetyHeaders } from '#app/shared/http/safety_headers'

type WebhookDoor = typeof import('#app/payments/http/webhook_door')
type OauthDoor = typeof import('#app/identity/http/oauth/door')

/**
 * The web process's server: messages of gateways and requests of the sign-in protocol go to doors of their own, everything else to the framework.
 * @param framework what answers everything else
 * @param isBehindTls without it browsers take no cookie of a `__Host-` name
 */
export function createHttpServer(
  framework: RequestListener,
  isBehindTls = env.get('NODE_ENV') === 'production'
): Server {
  // Loaded when it is first wanted: what it needs is there only once the application has started.
  const state: { webhooks: WebhookDoor | null; oauth: OauthDoor | null } = { webhooks: null, oauth: null }
  const openWebhooks = async () => (state.webhooks ??= await import('#app/payments/http/webhook_door'))
  const openOauth = async () => (state.oauth ??= await import('#app/identity/http/oauth/door'))

  return createServer(
    { ServerResponse: isBehindTls ? HostCookieResponse : ServerResponse },
    (request, response) => {
      dropForeignWord(request)
      setSafetyHeaders(request, response)
      if (!namesOneHost(request)) return refuse(response)
      const url = request.url ?? ''
      if (isBehindTls && request.headers.cookie)
        request.headers.cookie = fromWire(request.headers.cookie, url)
      if (url.startsWith('/oauth/') || url.startsWith('/.well-known/o')) {
        return void openOauth().then((door) =>
          door.isOfProtocol(url) ? door.answerOfProtocol(request, response) : framework(request, response)
        )
      }
      if (!url.startsWith('/webhooks/')) return framework(request, response)
      const enter = (door: WebhookDoor) => {
        const address = door.readAddress(request)
        if (address) void door.takeInMessage(request, response, address)
        else framework(request, response)
      }
      if (state.webhooks) enter(state.webhooks)
      else void openWebhooks().then(enter)
    }
  )
}

function refuse(response: ServerResponse): void {
  response
    .writeHead(400, {
      'content-type': 'application/problem+json',
      connection: 'close',
    })
    .end(JSON.stringify({ title: 'A request names one host.', status: 400, code: 'host_unclear' }))
}
