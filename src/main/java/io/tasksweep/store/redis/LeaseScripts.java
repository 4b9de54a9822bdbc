package io.tasksweep.store.redis;

/**
 * What Redis does atomically with a task's receipt, {@code KEYS[1]}, and its lease, {@code KEYS[2]}, for {@link RedisLeases}. A receipt is
 * given as its fields, each name followed by its value. Scripts that write data delete first: Redis lets a script that has deleted go on
 * writing when its memory is full.
 */
final class LeaseScripts {
    /**
     * Takes the lease and writes the intent, unless somebody else holds the lease or the receipt has changed since it was read. Returns the
     * replaced receipt. Its expiry (in milliseconds of Redis' clock, since no node's clock can tell) is stored in the intent's field
     * {@code earlier_ends}; an intent that replaces another intent copies that field.
     *
     * <p>ARGV: the lease's token; its life in milliseconds; another token under which it may be held, by an attempt without an answer; what
     * {@code RedisLeases.mark} makes of the receipt that was read; from 5 on the intent.
     */
    static final String TAKE = """
        local holder = redis.call('GET', KEYS[2])
        if holder and holder ~= ARGV[3] then return false end
        local seen = redis.call('HMGET', KEYS[1], 'deletion_id', 'state', 'passes', 'expires_at', 'earlier_ends')
        local mark = (seen[1] or '') .. ' ' .. (seen[2] or '') .. ' ' .. (seen[3] or '') .. ' ' .. (seen[4] or '')
        if mark ~= ARGV[4] then return false end
        local before = redis.call('HGETALL', KEYS[1])
        local ends = seen[5]
        local ttl = redis.call('PTTL', KEYS[1])
        """ + RedisOpenDeletions.NOW + """
        if ttl >= 0 then ends = string.format('%.0f', now + ttl) end
        redis.call('DEL', KEYS[1])
        redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
        redis.call('HSET', KEYS[1], unpack(ARGV, 5))
        if ends then redis.call('HSET', KEYS[1], 'earlier_ends', ends) end
        return before
        """;

    /** If the caller still holds the lease, restarts its time. ARGV: the token; the life in milliseconds. */
    static final String RENEW = """
        if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
        return redis.call('PEXPIRE', KEYS[2], ARGV[2])
        """;

    /** If the caller still holds the lease, deletes it. ARGV: the token. */
    static final String RELEASE = """
        if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
        return redis.call('DEL', KEYS[2])
        """;

    /**
     * If the caller still holds the lease, deletes it and writes the receipt. ARGV: the token; the receipt's TTL in milliseconds, empty for
     * none; from 3 on the receipt.
     */
    static final String SETTLE = """
        if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
        redis.call('DEL', KEYS[1], KEYS[2])
        redis.call('HSET', KEYS[1], unpack(ARGV, 3))
        if ARGV[2] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
        return 1
        """;

    /**
     * Takes an intent back, by its deletion's id. Possible even after the lease has run out, since nobody continues an intent without
     * taking the lease first. Restores the earlier receipt, with the expiry that it had. If the intent has been released since, an earlier
     * receipt expires when that would, and one that is open is not restored: whoever wants it finished must ask again. Returns the deletion
     * id of the receipt that was there, or nothing if somebody else holds the lease.
     *
     * <p>ARGV: the deletion's id, with which the lease's token begins; the earlier receipt's TTL in milliseconds, by the node's clock and
     * used only where Redis has kept none, empty if it does not expire or is unknown; from 3 on the earlier receipt, nothing if there was none.
     */
    static final String WITHDRAW = """
        local holder = redis.call('GET', KEYS[2])
        local mine = holder and string.sub(holder, 1, #ARGV[1] + 1) == ARGV[1] .. ' '
        if holder and not mine then return false end
        local there = redis.call('HMGET', KEYS[1], 'deletion_id', 'earlier_ends', 'state')
        if not mine and there[1] ~= ARGV[1] then return there[1] or '' end
        local ends = there[2]
        local expires = false
        for i = 3, #ARGV, 2 do expires = expires or ARGV[i] == 'expires_at' end
        local released = there[3] and there[3] ~= 'running'
        if released and #ARGV > 2 and not expires then return there[1] end
        local ttl = redis.call('PTTL', KEYS[1])
        redis.call('DEL', KEYS[1], KEYS[2])
        if #ARGV == 2 then return ARGV[1] end
        redis.call('HSET', KEYS[1], unpack(ARGV, 3))
        """ + RedisOpenDeletions.NOW + """
        if ttl >= 0 then ends = ends or string.format('%.0f', now + ttl) end
        if expires and ARGV[2] ~= '' then ends = ends or string.format('%.0f', now + ARGV[2]) end
        if ends and expires then redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(1, ends - now))) end
        if ends and not expires then redis.call('HSET', KEYS[1], 'earlier_ends', ends) end
        return ARGV[1]
        """;

    private LeaseScripts() {}
}
