// Writes ZIP archives byte by byte after PKWARE's APPNOTE, right ones and wrong ones, so that none of them comes from the
// library that reads them.

import { crc32, deflateRawSync } from "node:zlib";

/**
 * @typedef {object} Member
 * @property {string} path
 * @property {Buffer} bytes
 * @property {boolean} [stored] not compressed
 * @property {boolean} [encrypted] says that it is encrypted
 * @property {number} [method] how it says that it is compressed
 * @property {number} [crc] a checksum that it does not have
 * @property {number} [claims] unpacked bytes that it does not have
 */

/** @param {Member[]} members */
export function zip(members) {
    /** @type {Buffer[]} */
    const locals = [];
    /** @type {Buffer[]} */
    const central = [];
    let at = 0;
    for (const member of members) {
        const name = Buffer.from(member.path);
        const data = member.stored ? member.bytes : deflateRawSync(member.bytes);
        const big = (member.claims ?? 0) > 0xffffffff;
        const fields = Buffer.alloc(26);
        fields.writeUInt16LE(20, 0);
        fields.writeUInt16LE(member.encrypted ? 1 : 0, 2);
        fields.writeUInt16LE(member.method ?? (member.stored ? 0 : 8), 4);
        fields.writeUInt32LE(member.crc ?? crc32(member.bytes), 10);
        fields.writeUInt32LE(data.length, 14);
        fields.writeUInt32LE(big ? 0xffffffff : (member.claims ?? member.bytes.length), 18);
        fields.writeUInt16LE(name.length, 22);
        const extra = Buffer.alloc(big ? 12 : 0);
        if (big) {
            extra.writeUInt16LE(1, 0);
            extra.writeUInt16LE(8, 2);
            extra.writeBigUInt64LE(BigInt(member.claims ?? 0), 4);
        }
        fields.writeUInt16LE(extra.length, 24);
        const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, name, extra, data]);
        const place = Buffer.alloc(14);
        place.writeUInt32LE(at, 10);
        central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), fields, place, name, extra]));
        locals.push(local);
        at += local.length;
    }
    const directory = Buffer.concat(central);
    const end = Buffer.alloc(18);
    end.writeUInt16LE(members.length, 4);
    end.writeUInt16LE(members.length, 6);
    end.writeUInt32LE(directory.length, 8);
    end.writeUInt32LE(at, 12);
    return Buffer.concat([...locals, directory, Buffer.from("PK\x05\x06"), end]);
}
