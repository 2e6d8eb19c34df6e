import { describe, expect, it } from 'vitest'
import { resolveAssetPath } from './assetPath.ts'

const get = (url: string) => resolveAssetPath({ method: 'GET', url })

describe('asset path of our own scheme (checklist 4)', () => {
  it.each([
    ['lockstep-app://ui/', 'index.html', 'text/html; charset=utf-8', true],
    ['lockstep-app://ui/#/doors', 'index.html', 'text/html; charset=utf-8', true],
    ['lockstep-app://ui/index.html?x=1', 'index.html', 'text/html; charset=utf-8', true],
    [
      'lockstep-app://ui/assets/index-Bq_1.js',
      'assets/index-Bq_1.js',
      'text/javascript; charset=utf-8',
      false,
    ],
    ['lockstep-app://ui/assets/index.css', 'assets/index.css', 'text/css; charset=utf-8', false],
    ['lockstep-app://ui/assets/inter%2Dlatin.woff2', 'assets/inter-latin.woff2', 'font/woff2', false],
  ])('%s is the file %s', (url, relativePath, mimeType, isPage) => {
    expect(get(url)).toEqual({ kind: 'file', relativePath, mimeType, isPage })
  })

  it.each([
    ['encoded slash after dots', 'lockstep-app://ui/..%2f..%2fetc/passwd.js', 400],
    ['dots encoded twice', 'lockstep-app://ui/%252e%252e/secret.js', 400],
    ['slash encoded twice', 'lockstep-app://ui/..%252fsecret.js', 400],
    ['absolute path', 'lockstep-app://ui//etc/passwd.js', 400],
    ['encoded absolute path', 'lockstep-app://ui/%2fetc/passwd.js', 400],
    ['back slash', 'lockstep-app://ui/..\\..\\secret.js', 400],
    ['encoded back slash', 'lockstep-app://ui/..%5c..%5csecret.js', 400],
    ['drive letter', 'lockstep-app://ui/C:/secret.js', 400],
    ['alternate data stream', 'lockstep-app://ui/index.html::$DATA', 400],
    ['null byte', 'lockstep-app://ui/index.html%00.js', 400],
    ['line break', 'lockstep-app://ui/index%0a.js', 400],
    ['hidden file', 'lockstep-app://ui/.env.js', 400],
    ['folder', 'lockstep-app://ui/assets/', 400],
    ['malformed percent sign', 'lockstep-app://ui/%E0%A4%A.js', 400],
    ['overlong name', `lockstep-app://ui/${'a'.repeat(2_000)}.js`, 400],
    ['folder without slash', 'lockstep-app://ui/assets', 404],
    ['source map', 'lockstep-app://ui/assets/index.js.map', 404],
    ['unknown type', 'lockstep-app://ui/program.exe', 404],
    ['upper-case ending', 'lockstep-app://ui/index.HTML', 404],
    ['foreign host', 'lockstep-app://evil/index.html', 403],
    ['host with a port', 'lockstep-app://ui:8080/index.html', 403],
    ['host with credentials', 'lockstep-app://user@ui/index.html', 403],
    ['longer host', 'lockstep-app://ui.evil/index.html', 403],
    ['other scheme', 'https://ui/index.html', 403],
    ['no url', 'index.html', 400],
  ])('%s is refused', (_name, url, status) => {
    expect(get(url)).toEqual({ kind: 'refused', status })
  })

  it('dot segments that stay in the folder are taken out by the parser before they are judged', () => {
    expect(get('lockstep-app://ui/assets/../index.html')).toMatchObject({ relativePath: 'index.html' })
    expect(get('lockstep-app://ui/../../index.html')).toMatchObject({ relativePath: 'index.html' })
  })

  it.each(['POST', 'PUT', 'HEAD', 'OPTIONS', 'get'])('method %s is refused', (method) => {
    expect(resolveAssetPath({ method, url: 'lockstep-app://ui/' })).toEqual({ kind: 'refused', status: 405 })
  })
})
