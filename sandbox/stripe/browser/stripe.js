/* The sandbox's stand-in for Stripe.js: the calls a page makes are the same as in production. */
/* Served behind elements.js, from which it takes the card form. */
{
  const { origin, createElements } = window.sandboxElements

  const api = async (key, method, path, parameters = {}) => {
    const body = new URLSearchParams(parameters)
    const query = method === 'GET' ? `?${body}` : ''
    try {
      const response = await fetch(`${origin}${path}${query}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' },
        ...(method === 'POST' ? { body } : {}),
      })
      return { ok: response.ok, body: await response.json() }
    } catch {
      return {
        ok: false,
        body: {
          error: {
            type: 'api_connection_error',
            message: 'We could not reach the payment provider. Please check your connection and try again.',
          },
        },
      }
    }
  }

  const flat = (value, prefix = '') =>
    Object.entries(value ?? {}).reduce((all, [name, item]) => {
      if (item === undefined || item === null) return all
      return typeof item === 'object'
        ? { ...all, ...flat(item, `${prefix}[${name}]`) }
        : { ...all, [`${prefix}[${name}]`]: String(item) }
    }, {})

  const intentPath = (clientSecret) => {
    const id = String(clientSecret ?? '').split('_secret_')[0]
    if (!/^(pi|seti)_/.test(id))
      throw new Error('IntegrationError: the client secret is missing or malformed.')
    return {
      id,
      path: `/v1/${id.startsWith('pi_') ? 'payment' : 'setup'}_intents/${id}`,
      name: id.startsWith('pi_') ? 'paymentIntent' : 'setupIntent',
    }
  }

  /** Shows the bank's page over this one and answers when it is done. */
  const authenticateInPlace = (url, key, clientSecret) =>
    new Promise((resolve) => {
      const { path, name } = intentPath(clientSecret)
      const dialog = document.createElement('dialog')
      dialog.setAttribute('aria-label', '3D Secure authentication')
      dialog.style.cssText = 'width:min(32rem,92vw);height:24rem;padding:0;border:0;border-radius:12px'
      const frame = document.createElement('iframe')
      frame.title = '3D Secure authentication'
      frame.src = url
      frame.style.cssText = 'width:100%;height:100%;border:0'
      dialog.append(frame)
      dialog.addEventListener('cancel', (event) => event.preventDefault())
      document.body.append(dialog)
      dialog.showModal()
      const look = async () => {
        const { body } = await api(key, 'GET', path, { client_secret: clientSecret })
        if (body.status === 'requires_action') return setTimeout(look, 400)
        dialog.close()
        dialog.remove()
        const error = body.last_payment_error ?? body.last_setup_error
        resolve(body.status === 'requires_payment_method' && error ? { error } : { [name]: body })
      }
      setTimeout(look, 400)
    })

  const withReturn = (returnUrl, intent) => {
    const address = new URL(returnUrl)
    address.searchParams.set(intent.object, intent.id)
    address.searchParams.set(`${intent.object}_client_secret`, intent.client_secret)
    address.searchParams.set('redirect_status', 'succeeded')
    return address.toString()
  }

  const never = () => new Promise(() => {})

  const finish = async (key, intent, { clientSecret, redirect, returnUrl }) => {
    const action = intent.next_action
    const { name } = intentPath(clientSecret)
    if (intent.status === 'requires_action' && action) {
      if (action.type === 'redirect_to_url') {
        window.location.assign(action.redirect_to_url.url)
        return never()
      }
      const done = await authenticateInPlace(action.use_stripe_sdk.stripe_js, key, clientSecret)
      if (done.error || redirect === 'if_required' || !returnUrl) return done
      window.location.assign(withReturn(returnUrl, done[name]))
      return never()
    }
    if (redirect === 'if_required' || !returnUrl) return { [name]: intent }
    window.location.assign(withReturn(returnUrl, intent))
    return never()
  }

  const confirm = async (key, { elements, clientSecret: given, confirmParams = {}, redirect = 'always' }) => {
    const clientSecret = given ?? elements?._clientSecret()
    const { path } = intentPath(clientSecret)
    const returnUrl = confirmParams.return_url
    if (redirect === 'always' && !returnUrl)
      throw new Error('IntegrationError: confirmParams.return_url is required.')
    const parameters = { client_secret: clientSecret }
    if (returnUrl) parameters.return_url = returnUrl
    if (redirect === 'if_required') parameters.use_stripe_sdk = 'true'
    if (confirmParams.receipt_email) parameters.receipt_email = confirmParams.receipt_email
    const answer = await send(key, path, parameters, { elements, confirmParams })
    if (answer.error) return { error: answer.error }
    if (!answer.ok) return { error: answer.body.error }
    return finish(key, answer.body, { clientSecret, redirect, returnUrl })
  }

  const send = async (key, path, parameters, { elements, confirmParams }) => {
    const saved = confirmParams.payment_method
    if (typeof saved === 'string')
      return api(key, 'POST', `${path}/confirm`, { ...parameters, payment_method: saved })
    if (elements?._takeWallet())
      return api(key, 'POST', `${path}/confirm`, { ...parameters, payment_method: 'pm_card_visa' })
    const payment = elements?._payment()
    if (!payment) throw new Error('IntegrationError: elements should have a mounted payment element.')
    const error = await payment._ask({ type: 'validate' })
    if (error) return { error }
    const billing = flat(confirmParams.payment_method_data?.billing_details)
    return payment._ask({ type: 'confirm', path: `${path}/confirm`, parameters, billing })
  }

  const retrieve = async (key, clientSecret) => {
    const { path, name } = intentPath(clientSecret)
    const { ok, body } = await api(key, 'GET', path, { client_secret: clientSecret })
    return ok ? { [name]: body } : { error: body.error }
  }

  const handleNextAction = async (key, { clientSecret }) => {
    const found = await retrieve(key, clientSecret)
    if (found.error) return found
    const intent = found.paymentIntent ?? found.setupIntent
    return finish(key, intent, { clientSecret, redirect: 'if_required' })
  }

  window.Stripe = (key) => {
    if (!/^pk_/.test(String(key))) throw new Error('IntegrationError: Stripe() needs a publishable key.')
    return {
      elements: (options) => createElements(key, options),
      confirmPayment: (options) => confirm(key, options),
      confirmSetup: (options) => confirm(key, options),
      handleNextAction: (options) => handleNextAction(key, options),
      retrievePaymentIntent: (clientSecret) => retrieve(key, clientSecret),
      retrieveSetupIntent: (clientSecret) => retrieve(key, clientSecret),
    }
  }
  window.Stripe.version = 'sandbox'
}
