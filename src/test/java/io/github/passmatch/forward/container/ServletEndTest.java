package io.github.passmatch.forward.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.upstream.reactor.TunnelEnd;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.WebConnection;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client's end of input does to the threads of a container that reports the end again and again. */
@Timeout(60)
class ServletEndTest {

    private final AtomicInteger lost = new AtomicInteger();

    @Test
    void theContainersThreadWaitsUntilTheTunnelHasEndedForABoundedNumberOfTunnels() throws Exception {
        List<ServletEnd> ends = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i <= ServletEnd.MOST_WAITING; i++) {
            ServletEnd end = begin();
            Thread thread = new Thread(() -> end.onError(new EOFException()), "container-" + i);
            thread.start();
            ends.add(end);
            threads.add(thread);
            while (i < ServletEnd.MOST_WAITING && thread.getState() != Thread.State.WAITING) LockSupport.parkNanos(1_000_000);
        }
        threads.get(ServletEnd.MOST_WAITING).join();
        assertEquals(1, lost.get());
        for (ServletEnd end : ends) end.close();
        for (Thread thread : threads) thread.join();
    }

    @Test
    void aBrokenConnectionDoesNotKeepTheThread() throws Exception {
        begin().onError(new IOException("reset"));
        assertEquals(0, lost.get());
    }

    private ServletEnd begin() throws IOException {
        ServletEnd end = new ServletEnd();
        end.serve(new Owner(), new Polling());
        end.init(new Connection());
        return end;
    }

    private final class Owner implements TunnelOwner {
        @Override
        public void begin(TunnelEnd client) {
            client.whenReadable(() -> { });
        }

        @Override
        public void lost() {
            lost.incrementAndGet();
        }

        @Override
        public void stopped() { }
    }

    private static final class Polling implements ServletContainer {
        @Override
        public ContainerTraits traits() {
            return ContainerTraits.of("Apache Tomcat/11.0.24");
        }

        @Override
        public String cutting() {
            return "";
        }

        @Override
        public void cut(HttpServletResponse clientResponse, IOException why) { }

        @Override
        public boolean pollsAfterEnd() {
            return true;
        }
    }

    private static final class Connection implements WebConnection {
        @Override
        public ServletInputStream getInputStream() {
            return new Input();
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new Output();
        }

        @Override
        public void close() { }
    }

    private static final class Input extends ServletInputStream {
        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public void setReadListener(ReadListener listener) { }

        @Override
        public int read() {
            return -1;
        }
    }

    private static final class Output extends ServletOutputStream {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) { }

        @Override
        public void write(int b) { }
    }
}
