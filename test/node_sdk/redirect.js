// SPDX-License-Identifier: Apache-2.0
// Leads the SDK's HTTPS connections to the simulator and can change a request after it was signed.
// The name in TLS and the Host header stay the genuine ones; no other connection is possible.
'use strict';

const http = require('http');
const https = require('https');

const SERVER_NAME = 'intlpartnersmgt.intl.tencentcloudapi.com';
const GENUINE = /(^|\.)tencentcloudapi\.com$/;

let target = null;
let change = null;

function setHeader(headers, name, value) {
    for (const key of Object.keys(headers)) {
        if (key.toLowerCase() === name) {
            const old = Array.isArray(headers[key]) ? headers[key][0] : headers[key];
            delete headers[key];
            value = typeof value === 'function' ? value(String(old)) : value;
        }
    }
    if (typeof value === 'function') {
        throw new Error(`the SDK sent no header ${name}`);
    }
    if (value !== null) {
        headers[name] = value;
    }
}

function changeBody(request, body) {
    const write = request.write.bind(request);
    let done = false;
    request.write = (data, ...rest) => {
        done = true;
        const changed = Buffer.from(body(String(data)));
        if (changed.length !== Buffer.byteLength(data)) {
            throw new Error('a changed body must keep its length');
        }
        return write(changed, ...rest);
    };
    request.on('finish', () => {
        if (!done) {
            request.destroy(new Error('there was no body to change'));
        }
    });
}

const requestAsSigned = https.request;
https.request = (options, ...rest) => {
    if (change === null) {
        return requestAsSigned(options, ...rest);
    }
    const { headers = {}, path, body } = change;
    change = null;
    for (const [name, value] of Object.entries(headers)) {
        setHeader(options.headers, name, value);
    }
    if (path) {
        options.path = path(options.path);
    }
    const request = requestAsSigned(options, ...rest);
    if (body) {
        changeBody(request, body);
    }
    return request;
};

const connect = https.Agent.prototype.createConnection;
https.Agent.prototype.createConnection = function (options, ...rest) {
    if (target === null || !GENUINE.test(options.host)) {
        throw new Error(`a connection to ${options.host} was prevented`);
    }
    const there = { ...options, ...target, servername: SERVER_NAME };
    return connect.call(this, there, ...rest);
};

http.request = () => {
    throw new Error('a request without TLS was prevented');
};

module.exports = {
    // Where connections go: { host, port, ca }, ca being PEM text.
    to(where) {
        target = where;
    },
    // Changes the next request: headers (name in lower case: text, null to remove, or a function of
    // the old value), path and body (functions of the old value).
    changeNext(what) {
        change = what;
    },
    // Whether the last change was used.
    unchanged() {
        return change === null;
    },
};
