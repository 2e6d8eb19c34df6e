import { createServer } from 'node:http'
import { createInterface } from 'node:readline'

/**
 * An HTTP server that answers each POST at once with a passcode list of ten rows (about 3 kB): with the same one, or, started
 * with `all-new`, with one that was never given before. Writes its port; then, for each line it reads, one JSON line of
 * what it saw since the last one.
 */
const NOW_MS = Date.now()
const list = Array.from({ length: 10 }, (_, index) => ({
  keyboardPwdId: 50_000_000 + index,
  lockId: 28_991_110,
  keyboardPwd: String(482_915 + index * 7_919),
  keyboardPwdName: `AB U${index + 1} C${index + 1}`,
  keyboardPwdType: index % 4 === 0 ? 2 : 3,
  keyboardPwdVersion: 4,
  startDate: NOW_MS - 86_400_000,
  endDate: NOW_MS + 30 * 86_400_000,
  sendDate: NOW_MS - 2 * 86_400_000,
  isCustom: 1,
  status: 1,
  nickName: 'Front desk',
  senderUsername: 'owner@example.com',
}))
const body = JSON.stringify({ list, pageNo: 1, pageSize: 200, pages: 1, total: list.length })
const isAllNew = process.argv[2] === 'all-new'
const FIRST_ID = String(list[0].keyboardPwdId)
const bodyNow = () => (isAllNew ? body.replace(FIRST_ID, String(60_000_000 + served)) : body)
const token = JSON.stringify({
  access_token: 'bench-access-token-000000000000',
  refresh_token: 'bench-refresh-token-00000000000',
  expires_in: 7_776_000,
})

let connections = 0
let served = 0
let requests = 0
/** Monotonic ms at which each request arrived. */
let arrivals = []

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  if (request.url === '/oauth2/token') {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' }).end(token)
    return
  }
  requests += 1
  arrivals.push(performance.now())
  request.resume()
  served += 1
  const answer = bodyNow()
  request.once('end', () => {
    response
      .writeHead(200, {
        'content-type': 'application/json;charset=UTF-8',
        'content-length': Buffer.byteLength(answer),
      })
      .end(answer)
  })
})
server.on('connection', () => {
  connections += 1
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))

createInterface({ input: process.stdin })
  .on('line', () => {
    console.log(JSON.stringify({ connections, requests, arrivals }))
    connections = 0
    requests = 0
    arrivals = []
  })
  .on('close', () => process.exit(0))
