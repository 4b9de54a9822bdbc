package io.tasksweep.store.redis;

/**
 * What Redis does at a stroke with a task's receipt, {@code KEYS[1]}, and its lease, {@code KEYS[2]}. What writes deletes first: Redis lets
 * a script that has deleted go on writing when its memory is full.
 */
final class LeaseScripts {
    /**
     * Takes the lease and writes the intent, unless somebody else holds the lease or the receipt is not as it was seen. Gives that
     * receipt. When that would have gone stands in the intent as {@code earlier_ends}, by Redis' clock: no node's clock can tell. An
     * intent in place of another hands it on.
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

    /** Has the holder's lease last from now on anew. */
    static final String RENEW = """
            if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
            return redis.call('PEXPIRE', KEYS[2], ARGV[2])
            """;

    /** Ends the holder's lease, with these fields for a receipt, for so long; or for ever. */
    static final String SETTLE = """
            if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
            redis.call('DEL', KEYS[1], KEYS[2])
            redis.call('HSET', KEYS[1], unpack(ARGV, 3))
            if ARGV[2] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
            return 1
            """;

    /**
     * Nobody goes on with an intent before taking the lease: until then it may be taken back by its deletion's id, though the lease has
     * run out. Puts these fields back for the earlier receipt, none being no receipt, with the time that it had. Says whose receipt was
     * there, and nothing if somebody else holds the lease.
     */
    static final String WITHDRAW = """
            local holder = redis.call('GET', KEYS[2])
            local mine = holder and string.sub(holder, 1, #ARGV[1] + 1) == ARGV[1] .. ' '
            if holder and not mine then return false end
            local there = redis.call('HMGET', KEYS[1], 'deletion_id', 'earlier_ends')
            if not mine and there[1] ~= ARGV[1] then return there[1] or '' end
            local ends = there[2]
            redis.call('DEL', KEYS[1], KEYS[2])
            if #ARGV == 1 then return ARGV[1] end
            redis.call('HSET', KEYS[1], unpack(ARGV, 2))
            local expires = redis.call('HMGET', KEYS[1], 'expires_at')[1]
            """ + RedisOpenDeletions.NOW + """
            if ends and expires then redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(1, ends - now))) end
            if ends and not expires then redis.call('HSET', KEYS[1], 'earlier_ends', ends) end
            return ARGV[1]
            """;

    private LeaseScripts() {}
}
