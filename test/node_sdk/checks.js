// SPDX-License-Identifier: Apache-2.0
// The official SDK against the simulator. Started by ./run with the folder the SDK is installed in.
'use strict';

const assert = require('assert');
const { createRequire } = require('module');
const path = require('path');

const redirect = require('./redirect.js');
const Simulator = require('./simulator.js');

const build = process.argv[2];
const fromBuild = createRequire(path.join(build, 'package.json'));
const SDK = 'tencentcloud-sdk-nodejs-intl-en';
const { Client, Models } = fromBuild(`${SDK}/tencentcloud/intlpartnersmgt`).v20220928;
const { ClientProfile, Credential, HttpProfile } = fromBuild(`${SDK}/tencentcloud/common`);
const sdkVersion = fromBuild(`${SDK}/package.json`).version;

const LENGTHS = [1, 32, 36, 60, 61, 62, 63, 64, 65, 128];
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const POOL = {
    AgentName: 'Example Reseller Ltd',
    AccountType: 1,
    TotalQuota: 5000,
    RemainingQuota: 1234.5,
    IssuedNum: 42,
};

function secret(length, start) {
    return Array.from({ length }, (_, i) => ALPHABET[(start + 7 * i) % ALPHABET.length]).join('');
}

const keys = {};
for (const length of LENGTHS) {
    keys[`secret-${length}`] = {
        secret_id: `AKIDNODE${String(length).padStart(28, '0')}`,
        secret_key: secret(length, length),
    };
}
keys.temporary = { secret_id: secret(1024, 3), secret_key: secret(64, 4), token: secret(4096, 5) };
const usual = keys['secret-32'];

function client(key, { method = 'POST', endpoint, headers, signMethod = 'TC3-HMAC-SHA256' } = {}) {
    const http = new HttpProfile(undefined, endpoint, method, 60, headers);
    const credential = new Credential(key.secret_id, key.secret_key, key.token);
    return new Client(credential, '', new ClientProfile(signMethod, http));
}

// Resolves to the SDK's response, rejects with its exception.
function call(key, action, parameters = {}, options = {}) {
    const request = new Models[`${action}Request`]();
    Object.assign(request, parameters);
    return new Promise((resolve, reject) => {
        client(key, options)[action](request, (error, response) => {
            return error ? reject(error) : resolve(response);
        });
    });
}

const pool = (key, options) => call(key, 'QueryVoucherPool', {}, options);
const UINS = { ClientUins: [200000000001, 200000000002] };
const amounts = (key, options) => call(key, 'QueryVoucherAmountByUin', UINS, options);

let passed = 0;
let failed = 0;
let simulator = null;

async function check(name, body) {
    simulator.scenario('ok');
    redirect.changeNext(null);
    try {
        await body();
        passed += 1;
        console.log(`ok ${passed + failed} - ${name}`);
    } catch (error) {
        failed += 1;
        console.log(`not ok ${passed + failed} - ${name}`);
        console.log(`  # ${String(error.stack || error).split('\n').slice(0, 6).join('\n  # ')}`);
    }
}

// What the simulator noted of the request that the body makes.
async function noted(body) {
    const before = simulator.journal().length;
    const result = await body();
    const entries = simulator.journal().slice(before);
    assert.strictEqual(entries.length, 1, 'exactly one request must arrive');
    return { entry: entries[0], result };
}

async function accepted(name, section, body) {
    await check(`accepted: ${name}`, async () => {
        const { entry, result } = await noted(body);
        assert.strictEqual(entry.verified, true);
        assert.strictEqual(entry.code, null);
        assert.strictEqual(entry.credential, section);
        assert.strictEqual(entry.signed_headers, 'content-type;host');
        assert.strictEqual(entry.client, `SDK_NODEJS_INTL_EN${sdkVersion}`);
        assert.strictEqual(result.RequestId, entry.request_id);
    });
}

async function refused(name, code, body, change) {
    await check(`refused (${code}): ${name}`, async () => {
        if (change) {
            redirect.changeNext(change);
        }
        const { entry } = await noted(() => assert.rejects(body(), { code }));
        assert.ok(redirect.unchanged(), 'the change must have been made');
        assert.strictEqual(entry.code, code);
        const proven = code === 'AuthFailure.TokenFailure';
        assert.strictEqual(entry.verified, proven);
    });
}

function assertPool(response) {
    for (const [name, value] of Object.entries(POOL)) {
        assert.strictEqual(response[name], value, name);
    }
}

// Runs body while the SDK's clock is seconds off.
async function withClock(seconds, body) {
    const Genuine = global.Date;
    global.Date = class extends Genuine {
        constructor(...parts) {
            super(...(parts.length ? parts : [Genuine.now() + seconds * 1000]));
        }
    };
    try {
        return await body();
    } finally {
        global.Date = Genuine;
    }
}

async function acceptedChecks() {
    for (const length of LENGTHS) {
        const section = `secret-${length}`;
        await accepted(`a secret of ${length} characters`, section, async () => {
            const response = await pool(keys[section]);
            assertPool(response);
            return response;
        });
    }
    await accepted('longest temporary key and token', 'temporary', () => pool(keys.temporary));
    await accepted('a neighbour action with a body', 'secret-32', () => amounts(usual));
    await accepted('a body that is not ASCII', 'secret-32', () => {
        return call(usual, 'QueryVoucherListByUin', { ...UINS, Status: '未使用 é 🎟' });
    });
    await accepted('GET', 'secret-32', () => pool(usual, { method: 'GET' }));
    await accepted('GET with parameters', 'secret-32', () => amounts(usual, { method: 'GET' }));
    await accepted('a regional host', 'secret-32', () => {
        return pool(usual, { endpoint: 'intlpartnersmgt.ap-singapore.tencentcloudapi.com' });
    });
    await accepted('a Content-Type with charset', 'secret-32', () => {
        return pool(usual, { headers: { 'Content-Type': 'application/json; charset=utf-8' } });
    });
    await accepted('a clock 290 s slow', 'secret-32', () => withClock(-290, () => pool(usual)));
    await accepted('a clock 290 s fast', 'secret-32', () => withClock(290, () => pool(usual)));
    await accepted('another action in a header that is not signed', 'secret-32', () => {
        redirect.changeNext({ headers: { 'x-tc-action': 'QueryPartnerCredit' } });
        return pool(usual);
    });
}

async function refusedChecks() {
    const flip = (text) => text.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    for (const length of LENGTHS) {
        const key = keys[`secret-${length}`];
        const wrong = { ...key, secret_key: flip(key.secret_key) };
        const name = `a wrong secret of ${length} characters`;
        await refused(name, 'AuthFailure.SignatureFailure', () => pool(wrong));
    }
    const longer = { ...usual, secret_key: `${usual.secret_key} ` };
    await refused('a secret with a blank behind', 'AuthFailure.SignatureFailure', () => pool(longer));
    const unknown = { ...usual, secret_id: `${usual.secret_id}x` };
    await refused('an unknown id', 'AuthFailure.SecretIdNotFound', () => pool(unknown));

    const temporary = keys.temporary;
    const token = 'AuthFailure.TokenFailure';
    await refused('no token', token, () => pool({ ...temporary, token: null }));
    await refused('a wrong token', token, () => pool({ ...temporary, token: flip(temporary.token) }));
    await refused('a token nobody asked for', token, () => pool({ ...usual, token: 'x' }));

    const failure = 'AuthFailure.SignatureFailure';
    await refused('a changed body', failure, () => amounts(usual), {
        body: (text) => text.replace('200000000001', '200000000009'),
    });
    await refused('a changed query', failure, () => amounts(usual, { method: 'GET' }), {
        path: (text) => text.replace('200000000001', '200000000009'),
    });
    await refused('a changed Host', failure, () => pool(usual), {
        headers: { host: 'intlpartnersmgt.tencentcloudapi.com' },
    });
    await refused('a changed Content-Type', failure, () => pool(usual), {
        headers: { 'content-type': 'application/json; charset=utf-8' },
    });
    await refused('a timestamp one second on', failure, () => pool(usual), {
        headers: { 'x-tc-timestamp': (text) => String(Number(text) + 1) },
    });
    await refused('a timestamp 301 s back', 'AuthFailure.SignatureExpire', () => pool(usual), {
        headers: { 'x-tc-timestamp': (text) => String(Number(text) - 301) },
    });
    for (const seconds of [-86400, -310, 310, 86400]) {
        const late = () => withClock(seconds, () => pool(usual));
        await refused(`a clock ${seconds} s off`, 'AuthFailure.SignatureExpire', late);
    }
    const authorization = (edit) => ({ headers: { authorization: edit } });
    await refused('a changed signature', failure, () => pool(usual), authorization(flip));

    const invalid = 'AuthFailure.InvalidAuthorization';
    const edits = {
        'another date': (text) => text.replace(/\/\d{4}-/, '/2001-'),
        'another service': (text) => text.replace('/intlpartnersmgt/', '/cvm/'),
        'another terminator': (text) => text.replace('tc3_request', 'tc4_request'),
        'host not signed': (text) => text.replace('content-type;host', 'content-type'),
        'a signed header that is not there': (text) => text.replace(';host', ';host;x-none'),
        'another algorithm': (text) => text.replace('TC3-', 'TC2-'),
        'half a signature': (text) => text.slice(0, -32),
    };
    for (const [name, edit] of Object.entries(edits)) {
        await refused(name, invalid, () => pool(usual), authorization(edit));
    }
    await refused('no Authorization', 'MissingParameter', () => pool(usual), authorization(null));
    await refused("the SDK's older signature", 'MissingParameter', () => {
        return pool(usual, { signMethod: 'HmacSHA256' });
    });
    const endpoint = 'cvm.tencentcloudapi.com';
    await refused('another product', invalid, () => pool(usual, { endpoint }));
}

async function answerChecks() {
    const deliveries = ['chunked', 'chunked-bytes', 'chunked-extensions-trailers', 'byte-by-byte',
        'close', 'long-header:8000', 'close-delimited', 'interim-100', 'interim-103', 'huge-members',
        'chunked+huge-members', 'deep:1000', 'decoys', 'escaped-keys', 'spaced'];
    for (const name of deliveries) {
        await check(`understood: ${name}`, async () => {
            simulator.scenario(name);
            assertPool(await pool(usual));
        });
    }
    await check('understood: an API error in English and Chinese', async () => {
        simulator.scenario('api-error:AuthFailure.SignatureExpire');
        const code = 'AuthFailure.SignatureExpire';
        await assert.rejects(pool(usual), { code, message: /expired/ });
        const headers = { 'X-TC-Language': 'zh-CN' };
        await assert.rejects(pool(usual, { headers }), { code, message: /签名已过期/ });
    });
    await check('understood: HTTP 502', async () => {
        simulator.scenario('http-502');
        await assert.rejects(pool(usual), { httpCode: 502 });
    });
    for (const name of ['invalid-json:1', 'reset-before-answer', 'reset-mid-body',
        'empty-body', 'certificate:expired', 'certificate:unknown-ca', 'certificate:wrong-host']) {
        await check(`an error, as it should be: ${name}`, async () => {
            simulator.scenario(`close,${name}`); // a connection of its own
            assertPool(await pool(usual));
            await assert.rejects(pool(usual));
        });
    }
}

async function main() {
    simulator = new Simulator(path.join(build, 'state'), keys);
    try {
        redirect.to(await simulator.started());
        await acceptedChecks();
        await refusedChecks();
        await answerChecks();
    } finally {
        await simulator.stop();
    }
    console.log(`1..${passed + failed}`);
    console.log(`${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
}

// The SDK's HTTP library keeps a timer of a minute after a broken body: do not wait for it.
function leave(status) {
    process.stdout.write('', () => process.exit(status));
}

main().then(leave, (error) => {
    console.error(`# ${error.message}`);
    leave(2);
});
