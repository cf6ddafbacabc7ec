/* The card form inside its frame. The page around it learns whether the card is complete, and never its number. */
{
  const field = (id) => document.getElementById(id)
  const [number, expiry, cvc, error] = ['number', 'expiry', 'cvc', 'card-error'].map(field)
  const key = document.body.dataset.key
  const texts = window.cardTexts
  let channel = ''

  const digits = (input) => input.value.replace(/\D/g, '')
  const expiryParts = () => {
    const found = digits(expiry)
    return { month: Number(found.slice(0, 2)), year: Number(found.slice(2)) }
  }
  const tell = (message) =>
    window.parent.postMessage({ source: 'sandbox-stripe-frame', channel, ...message }, '*')

  const luhn = (text) =>
    [...text].reverse().reduce((sum, digit, index) => {
      const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
      return sum + (value > 9 ? value - 9 : value)
    }, 0) %
      10 ===
    0

  const isAmex = () => /^3[47]/.test(digits(number))
  const problems = () => {
    const { month, year } = expiryParts()
    const now = new Date()
    const [thisYear, thisMonth] = [now.getFullYear() % 100, now.getMonth() + 1]
    const found = []
    if (digits(number).length < (isAmex() ? 15 : 16)) {
      found.push([number, 'incomplete_number', texts.incompleteNumber])
    } else if (!luhn(digits(number))) {
      found.push([number, 'invalid_number', texts.invalidNumber])
    }
    if (digits(expiry).length < 4) {
      found.push([expiry, 'incomplete_expiry', texts.incompleteExpiry])
    } else if (month < 1 || month > 12) {
      found.push([expiry, 'invalid_expiry_month', texts.invalidExpiry])
    } else if (year < thisYear || (year === thisYear && month < thisMonth)) {
      found.push([expiry, 'invalid_expiry_year_past', texts.pastExpiry])
    }
    if (digits(cvc).length < 3) {
      found.push([cvc, 'incomplete_cvc', texts.incompleteCvc])
    }
    return found
  }

  const show = (found) => {
    for (const input of [number, expiry, cvc]) {
      input.setAttribute('aria-invalid', String(found.some(([at]) => at === input)))
    }
    error.textContent = found[0]?.[2] ?? ''
    resize()
  }

  const resize = () => tell({ type: 'height', height: document.querySelector('main').offsetHeight + 8 })

  const format = () => {
    number.value = (
      digits(number)
        .slice(0, 19)
        .match(/.{1,4}/g) ?? []
    ).join(' ')
    const found = digits(expiry).slice(0, 4)
    expiry.value = found.length > 2 ? `${found.slice(0, 2)} / ${found.slice(2)}` : found
    cvc.value = digits(cvc).slice(0, 4)
  }

  const look = ({ theme, background }) => {
    document.documentElement.dataset.theme = theme === 'night' ? 'dark' : 'light'
    if (background) document.body.style.setProperty('--paper', background)
    else document.body.style.removeProperty('--paper')
  }

  const changed = () => {
    format()
    show([])
    const empty = ![number, expiry, cvc].some((input) => input.value)
    tell({
      type: 'change',
      event: {
        elementType: 'payment',
        complete: problems().length === 0,
        empty,
        collapsed: false,
        value: { type: 'card' },
      },
    })
  }

  const validate = () => {
    const found = problems()
    show(found)
    if (found.length === 0) return null
    found[0][0].focus()
    return { type: 'validation_error', code: found[0][1], message: found[0][2] }
  }

  const confirm = async ({ path, parameters, billing }) => {
    const body = new URLSearchParams(parameters)
    const { month, year } = expiryParts()
    body.set('payment_method_data[type]', 'card')
    body.set('payment_method_data[card][number]', digits(number))
    body.set('payment_method_data[card][exp_month]', String(month))
    body.set('payment_method_data[card][exp_year]', String(2000 + year))
    body.set('payment_method_data[card][cvc]', digits(cvc))
    for (const [name, value] of Object.entries(billing ?? {})) {
      body.set(`payment_method_data[billing_details]${name}`, value)
    }
    try {
      const response = await fetch(path, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' },
        body,
      })
      return { ok: response.ok, body: await response.json() }
    } catch {
      return {
        ok: false,
        body: {
          error: {
            type: 'api_connection_error',
            message: texts.unreachable,
          },
        },
      }
    }
  }

  window.addEventListener('message', async (event) => {
    if (event.source !== window.parent || event.data?.source !== 'sandbox-stripe') return
    const { type, id } = event.data
    if (type === 'hello') {
      channel = event.data.channel
      tell({ type: 'ready' })
      resize()
    }
    if (type === 'validate') tell({ type: 'answer', id, result: validate() })
    if (type === 'confirm') tell({ type: 'answer', id, result: await confirm(event.data) })
    if (type === 'focus') number.focus()
    if (type === 'clear') {
      for (const input of [number, expiry, cvc]) input.value = ''
      changed()
    }
    if (type === 'look') look(event.data)
    if (type === 'disabled') for (const input of [number, expiry, cvc]) input.disabled = event.data.disabled
  })
  document.querySelector('form').addEventListener('submit', (event) => event.preventDefault())
  document.querySelector('form').addEventListener('input', changed)
  for (const input of [number, expiry, cvc]) {
    input.addEventListener('focus', () => tell({ type: 'focus' }))
    input.addEventListener('blur', () => tell({ type: 'blur' }))
  }
  new ResizeObserver(resize).observe(document.querySelector('main'))
}
